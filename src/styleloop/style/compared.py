"""What less and more of a measure are called, as people would say it; ready to be put before *helps* or *hurts*."""

from __future__ import annotations

_SAID = """
copy.absolute | Fewer all, every and never | More all, every and never
copy.all_caps | Fewer words in capitals | More words in capitals
copy.alliteration | Less alliteration | More alliteration
copy.anger | Fewer words of anger | More words of anger
copy.arousal | Calmer words | More exciting words
copy.authority | Fewer experts and awards | More experts and awards
copy.benefit | Fewer benefits named in the headline | More benefits named in the headline
copy.benefit_lead | Features over benefits | Benefits over features
copy.body_benefit | Fewer benefits in the body | More benefits in the body
copy.body_emoji | Fewer emoji in the body | More emoji in the body
copy.body_feature | Fewer features in the body | More features in the body
copy.body_graphemes | Shorter body lines, in characters | Longer body lines, in characters
copy.body_negative | Fewer negative words in the body | More negative words in the body
copy.body_number | Fewer numbers in the body | More numbers in the body
copy.body_positive | Fewer positive words in the body | More positive words in the body
copy.body_second_person | Body lines that say “you” less | Body lines that say “you” more
copy.body_sensory | Fewer words for the senses in the body | More words for the senses in the body
copy.body_sentence_length | Shorter sentences in the body | Longer sentences in the body
copy.body_sentences | Fewer sentences in the body | More sentences in the body
copy.body_urgency | Less hurry in the body | More hurry in the body
copy.body_words | Shorter body lines | Longer body lines
copy.brackets | Fewer brackets | More brackets
copy.call_position | Earlier calls to act | Later calls to act
copy.calls | Fewer calls to act | More calls to act
copy.capital_letters | Fewer capital letters | More capital letters
copy.cause | Fewer because and so | More because and so
copy.certainty | More hedging words | More certain words
copy.claim_guarantee | No guarantee claimed | A guarantee claimed
copy.colons | Fewer colons | More colons
copy.commas | Fewer commas | More commas
copy.comparison | Fewer comparisons | More comparisons
copy.concludes | No conclusion | A conclusion
copy.condition | Fewer if | More if
copy.contrast | Fewer but and yet | More but and yet
copy.cta_first_person | Buttons that say “my” less | Buttons that say “my” more
copy.cta_graphemes | Shorter buttons, in characters | Longer buttons, in characters
copy.cta_present | No button | A button
copy.cta_verb | Buttons without a verb | Buttons with a verb
copy.cta_verb_position | Buttons that open with their verb | Buttons with the verb later
copy.cta_words | Shorter buttons | Longer buttons
copy.curiosity | No gap for curiosity | A gap for curiosity
copy.danger | Fewer words of danger | More words of danger
copy.dashes | Fewer dashes | More dashes
copy.definite | Fewer uses of the | More uses of the
copy.demonstrative | Fewer words that point, such as this and here | More words that point, such as this and here
copy.desire_position | Desire raised earlier | Desire raised later
copy.digits | Fewer numbers in digits | More numbers in digits
copy.discount | No discount | A discount
copy.ease | Lines that read less easily | Lines that read more easily
copy.effortless | Less talk of ease | More talk of ease
copy.ellipsis | Fewer trailing dots | More trailing dots
copy.emoji | Fewer emoji in the headline | More emoji in the headline
copy.exclamation | Fewer exclamations | More exclamations
copy.feature | Fewer features named in the headline | More features named in the headline
copy.feminine | Lines that say “she” less | Lines that say “she” more
copy.final_stop | No full stop at the end | A full stop at the end
copy.first_plural | Lines that say “we” less | Lines that say “we” more
copy.first_singular | Lines that say “I” less | Lines that say “I” more
copy.formality | More casual words | More formal words
copy.forward_reference | Nothing that points ahead | Something that points ahead
copy.free | Nothing called free | Something called free
copy.function | Fewer small words | More small words
copy.graphemes | Shorter headlines, in characters | Longer headlines, in characters
copy.guarantee | Fewer guarantees | More guarantees
copy.gulpease | Lines that read less easily | Lines that read more easily
copy.hashtags | Fewer hashtags | More hashtags
copy.how | No how | A how
copy.humour | Less humour | More humour
copy.imperative | Fewer commands | More commands
copy.impersonal | Lines that say “it” less | Lines that say “it” more
copy.indefinite | Fewer uses of a and an | More uses of a and an
copy.intensity | Fewer very and so | More very and so
copy.last_sentence | Shorter last sentences | Longer last sentences
copy.lines | Fewer line breaks | More line breaks
copy.lix | Lines that read more easily | Lines that read less easily
copy.long_words | Fewer long words | More long words
copy.longest_sentence | Shorter longest sentences | Longer longest sentences
copy.sentence_graphemes | Shorter sentences, in characters | Longer sentences, in characters
copy.longest_sentence_graphemes | Shorter longest sentences, in characters | Longer longest sentences, in characters
copy.kanji | Fewer kanji | More kanji
copy.katakana | Less katakana | More katakana
copy.latin | Fewer Latin letters | More Latin letters
copy.longest_word | Shorter longest words | Longer longest words
copy.masculine | Lines that say “he” less | Lines that say “he” more
copy.modal | Fewer can, should and will | More can, should and will
copy.negation | Fewer negations | More negations
copy.negative | Fewer negative words in the headline | More negative words in the headline
copy.novelty | Less talk of what is new | More talk of what is new
copy.number | Fewer numbers in the headline | More numbers in the headline
copy.numbers_spelt | Fewer numbers in words | More numbers in words
copy.offer | Fewer words of an offer | More words of an offer
copy.opens_article | Not opening with the or a | Opening with the or a
copy.opens_asking | Not opening with a question word | Opening with a question word
copy.opens_number | Not opening with a number | Opening with a number
copy.opens_pointing | Not opening with this or here | Opening with this or here
copy.opens_pronoun | Not opening with a person | Opening with a person
copy.opens_small | Opening with a capital | Opening with a small letter
copy.past | Fewer verbs in the past | More verbs in the past
copy.people | Fewer words for people | More words for people
copy.person_alone | Fewer lines about one single person | More lines about one single person
copy.personalisation | Fewer words made for you | More words made for you
copy.placeholder | No name filled in | A name filled in
copy.positive | Fewer positive words in the headline | More positive words in the headline
copy.price_shown | No price | A price
copy.problem_position | Problems named earlier | Problems named later
copy.punctuation | Fewer stops | More stops
copy.punctuation_depth | Fewer marks within marks | More marks within marks
copy.punctuation_kinds | Fewer kinds of marks | More kinds of marks
copy.question | Fewer questions | More questions
copy.quotations | Fewer quotations | More quotations
copy.quoted | Less in quotation marks | More in quotation marks
copy.repeated_marks | Fewer marks in a row | More marks in a row
copy.repetition | Fewer refrains | More refrains
copy.rix | Fewer long words a sentence | More long words a sentence
copy.sadness | Fewer words of grief | More words of grief
copy.saying | Fewer say, tell and ask | More say, tell and ask
copy.scarcity | Less scarcity | More scarcity
copy.second_person | Lines that say “you” less | Lines that say “you” more
copy.seeing | Fewer see, watch and hear | More see, watch and hear
copy.semicolons | Fewer semicolons | More semicolons
copy.sensory | Fewer words for the senses in the headline | More words for the senses in the headline
copy.sentence_length | Shorter sentences in the headline | Longer sentences in the headline
copy.sentences | Fewer sentences in the headline | More sentences in the headline
copy.sequence | Fewer then and after | More then and after
copy.social_proof | Fewer words on what others do | More words on what others do
copy.solution_position | Solutions named earlier | Solutions named later
copy.story_aida | Less of the way from attention to action | More of the way from attention to action
copy.story_bab | Less of before, after and the bridge | More of before, after and the bridge
copy.story_how_to | No how-to | A how-to
copy.story_list | No promise of a list | A promise of a list
copy.story_news | No news | News
copy.story_opening | No opening of a tale | An opening of a tale
copy.story_pas | Less of problem, pressed, solved | More of problem, pressed, solved
copy.story_problem_solution | No problem and its solution | A problem and its solution
copy.story_testimonial | No testimony | A testimony
copy.superlatives | Fewer superlatives | More superlatives
copy.surprise | Fewer words of surprise | More words of surprise
copy.syllables | Shorter-sounding words | Longer-sounding words
copy.thinking | Fewer words for thought | More words for thought
copy.third_plural | Lines that say “they” less | Lines that say “they” more
copy.third_singular | Lines with fewer he and she | Lines with more he and she
copy.title_case | Less Title Case | More Title Case
copy.typographic_quotes | Straight quotation marks | Curly quotation marks
copy.urgency | Less hurry in the headline | More hurry in the headline
copy.vague | Fewer something and someone | More something and someone
copy.valence | Darker words | Brighter words
copy.variety | More repeated words | Fewer repeated words
copy.warmth | Fewer warm-hearted words | More warm-hearted words
copy.what | No what | A what
copy.where_when | No where or when | A where or when
copy.who | No who | A who
copy.why | No why | A why
copy.word_length | Shorter words | Longer words
copy.words | Shorter headlines | Longer headlines
layout.alignment | Edges less in line | Edges more in line
layout.body_across | Line below further left | Line below further right
layout.body_area | Less room for the line below | More room for the line below
layout.body_clearance | Line below nearer the edge | Line below further from the edge
layout.body_contrast | A fainter line below | A clearer line below
layout.body_down | Line below higher up | Line below lower down
layout.body_lc | A fainter line below | A clearer line below
layout.body_lines | Line below on fewer lines | Line below on more lines
layout.body_rank | Line below earlier to the eye | Line below later to the eye
layout.body_size | A smaller line below | A larger line below
layout.box_fill | Words with room about them | Words that fill their room
layout.cta_across | Button further left | Button further right
layout.cta_area | Less room for the button | More room for the button
layout.cta_clearance | Button nearer the edge | Button further from the edge
layout.cta_contrast | A fainter button | A clearer button
layout.cta_down | Button higher up | Button lower down
layout.cta_lc | A fainter button | A clearer button
layout.cta_lines | Button on fewer lines | Button on more lines
layout.cta_rank | Button earlier to the eye | Button later to the eye
layout.cta_size | A smaller button | A larger button
layout.headline_across | Headline further left | Headline further right
layout.headline_area | Less room for the headline | More room for the headline
layout.headline_clearance | Headline nearer the edge | Headline further from the edge
layout.headline_contrast | A fainter headline | A clearer headline
layout.headline_down | Headline higher up | Headline lower down
layout.headline_lc | A fainter headline | A clearer headline
layout.headline_lines | Headlines on fewer lines | Headlines on more lines
layout.headline_rank | Headline earlier to the eye | Headline later to the eye
layout.headline_size | Smaller headlines | Larger headlines
layout.least_clearance | Words nearer the edge | Words further from the edge
layout.least_contrast | Fainter words | Clearer words
layout.least_lc | Fainter words | Clearer words
layout.logo_across | Logo further left | Logo further right
layout.logo_area | Less room for the logo | More room for the logo
layout.logo_contrast | A fainter logo | A clearer logo
layout.logo_down | Logo higher up | Logo lower down
layout.logo_rank | Logo earlier to the eye | Logo later to the eye
layout.overlapping | Fewer parts that touch | More parts that touch
layout.price_across | Price further left | Price further right
layout.price_area | Less room for the price | More room for the price
layout.price_clearance | Price nearer the edge | Price further from the edge
layout.price_contrast | A fainter price | A clearer price
layout.price_down | Price higher up | Price lower down
layout.price_lc | A fainter price | A clearer price
layout.price_lines | Price on fewer lines | Price on more lines
layout.price_rank | Price earlier to the eye | Price later to the eye
layout.price_shown | No price in the picture | A price in the picture
layout.price_size | A smaller price | A larger price
layout.reading_order | Parts read out of order | Parts read in order
layout.size_ratio | Headlines that lead less | Headlines that lead more clearly
layout.slots_drawn | Fewer parts | More parts
layout.text_share | Less of the picture taken by words | More of the picture taken by words
picture.active_passive | Quieter palettes | Livelier palettes
picture.arousal | Calmer pictures | More rousing pictures
picture.balance | Pictures with weight to one side | Pictures with weight in the middle
picture.brand_share | Fewer brand colours | More brand colours
picture.brightness | Darker pictures | Brighter pictures
picture.calm_bottom | Busier bottom halves | Calmer bottom halves
picture.calm_left | Busier left halves | Calmer left halves
picture.calm_right | Busier right halves | Calmer right halves
picture.calm_top | Busier top halves | Calmer top halves
picture.colourfulness | Quieter colours | Stronger colours
picture.contrast | Softer contrasts | Stronger contrasts
picture.detail_centre | Less detail in the middle | More detail in the middle
picture.detail_sideways | Detail further left | Detail further right
picture.detail_upright | Detail lower down | Detail higher up
picture.dominance | Gentler pictures | More commanding pictures
picture.dominant_blue_yellow | Bluer main colours | Yellower main colours
picture.dominant_green_red | Greener main colours | Redder main colours
picture.dominant_share | Busier palettes | Palettes ruled by one colour
picture.edge_density | Plainer shapes in the picture | More details in the picture
picture.harmony_analogous | Fewer neighbouring hues | More neighbouring hues
picture.harmony_complementary | Fewer opposite hues | More opposite hues
picture.harmony_monochrome | Less of one single hue | More of one single hue
picture.harmony_triadic | Fewer hues a third of the circle apart | More hues a third of the circle apart
picture.heavy_light | Lighter palettes | Heavier palettes
picture.lines_level | More upright lines | More level lines
picture.lines_rising | Lines that fall to the right | Lines that rise to the right
picture.lines_strength | Lines every way | Lines that run one way
picture.negative_space | Fuller frames | Emptier frames
picture.neutral_share | Fewer greys and creams | More greys and creams
picture.palette_size | Fewer colours | More colours
picture.pleasure | More sombre pictures | Friendlier pictures
picture.saturation | More muted colours | More saturated colours
picture.sharpness | Softer pictures | Crisper pictures
picture.subject_share | Smaller subjects | Larger subjects
picture.symmetry | Less like its mirror image | More like its mirror image
picture.symmetry_upright | Top less like bottom | Top more like bottom
picture.thirds | Less on the thirds | More on the thirds
picture.warm_cool | Cooler palettes | Warmer palettes
picture.warmth | Cooler pictures | Warmer pictures
picture.weight_across | Weight further left | Weight further right
picture.weight_down | Weight higher up | Weight lower down
"""

COMPARED = {name: (less, more) for name, less, more in (line.split(" | ") for line in _SAID.strip().splitlines())}
"""Measure -> what less and more of it are called. Others are named after themselves."""
