"""A line, a fact and a label in 65 locales, to try type with. Nobody but the author has signed these words."""

from __future__ import annotations

from babel import Locale
from babel.numbers import format_currency

from styleloop.language.faces import shipped_face
from styleloop.language.locales import script_of
from styleloop.types.brand import Face
from styleloop.types.copy import Copy

LINES = {
    "af-ZA": ("Dit het gereën.\nDit sal weer reën.", "Fles. 0,75 l tee, 14 uur lank warm.", "Sien die fles", "ZAR"),
    "am-ET": ("ዘነበ።\nእንደገና ይዘንባል።", "ጠርሙስ። 0.75 ሊትር ሻይ።", "ጠርሙሱን ይዩ", "ETB"),
    "ar-AE": ("أمطرت السماء،\nوستمطر ثانية.", "قارورة. 0.75 لتر من الشاي.", "إلى القارورة", "AED"),
    "az-AZ": ("Yağış yağdı.\nYenə yağacaq.", "Termos. 0,75 l çay, 14 saat isti.", "Termosa bax", "AZN"),
    "bg-BG": ("Валя дъжд.\nПак ще вали.", "Термос. 0,75 л чай, топъл 14 часа.", "Виж термоса", "EUR"),
    "bn-BD": ("বৃষ্টি হয়েছে।\nআবার হবে।", "ফ্লাস্ক। ০.৭৫ লিটার চা।", "ফ্লাস্ক দেখুন", "BDT"),
    "ca-ES": ("Ha plogut.\nTornarà a ploure.", "Termo. 0,75 l de te, calent 14 hores.", "Mira el termo", "EUR"),
    "cs-CZ": ("Pršelo.\nBude pršet znovu.", "Termoska. 0,75 l čaje, 14 hodin teplý.", "Prohlédnout", "CZK"),
    "da-DK": ("Det regnede.\nDet regner igen.", "Termoflaske. 0,75 l te, varm i 14 timer.", "Se flasken", "DKK"),
    "de-DE": ("Es hat geregnet.\nEs regnet wieder.", "Isolierflasche. 0,75 l Tee.", "Zur Flasche", "EUR"),
    "el-GR": ("Έβρεξε.\nΘα ξαναβρέξει.", "Θερμός. 0,75 λ. τσάι, ζεστό 14 ώρες.", "Δείτε το θερμός", "EUR"),
    "en-GB": ("It rained.\nIt will rain again.", "Flask. 0.75 l of tea, hot for 14 hours.", "See the flask", "GBP"),
    "es-ES": ("Llovió.\nVolverá a llover.", "Termo. 0,75 l de té, caliente 14 horas.", "Ver el termo", "EUR"),
    "et-EE": ("Sadas vihma.\nSajab jälle.", "Termos. 0,75 l teed, soe 14 tundi.", "Vaata termost", "EUR"),
    "eu-ES": ("Euria egin du.\nBerriro egingo du.", "Termoa. 0,75 l te, 14 orduz bero.", "Ikusi termoa", "EUR"),
    "fa-IR": ("باران آمد.\nباز هم می\u200cآید.", "فلاسک. ۰٫۷۵ لیتر چای.", "دیدن فلاسک", "IRR"),
    "fi-FI": ("Satoi.\nSataa taas.", "Termospullo. 0,75 l teetä, kuuma 14 tuntia.", "Katso pullo", "EUR"),
    "fil-PH": ("Umulan.\nUulan muli.", "Termos. 0.75 l ng tsaa, mainit nang 14 oras.", "Tingnan", "PHP"),
    "fr-FR": ("Il a plu.\nIl pleuvra encore.", "Gourde. 0,75 l de thé, chaud 14 heures.", "Voir la gourde", "EUR"),
    "gu-IN": ("વરસાદ પડ્યો.\nફરી પડશે.", "ફ્લાસ્ક. 0.75 લિટર ચા.", "ફ્લાસ્ક જુઓ", "INR"),
    "he-IL": ("ירד גשם.\nירד שוב.", "תרמוס. 0.75 ליטר תה, חם 14 שעות.", "לתרמוס", "ILS"),
    "hi-IN": ("बारिश हुई।\nफिर होगी।", "फ्लास्क। 0.75 लीटर चाय।", "फ्लास्क देखें", "INR"),
    "hr-HR": ("Padala je kiša.\nOpet će.", "Termosica. 0,75 l čaja, topao 14 sati.", "Pogledaj", "EUR"),
    "hu-HU": ("Esett az eső.\nMegint esni fog.", "Termosz. 0,75 l tea, 14 óráig forró.", "A termoszhoz", "HUF"),
    "hy-AM": ("Անձրև եկավ։\nԿրկին կգա։", "Թերմոս։ 0,75 լ թեյ։", "Տեսնել", "AMD"),
    "id-ID": ("Hujan turun.\nAkan turun lagi.", "Termos. 0,75 l teh, panas 14 jam.", "Lihat termos", "IDR"),
    "is-IS": ("Það rigndi.\nÞað rignir aftur.", "Brúsi. 0,75 l af tei, heitt í 14 tíma.", "Sjá brúsann", "ISK"),
    "it-IT": ("Ha piovuto.\nPioverà ancora.", "Borraccia. 0,75 l di tè, caldo 14 ore.", "Vedi la borraccia", "EUR"),
    "ja-JP": ("雨でした。\nまた降ります。", "魔法びん。お茶0.75リットル、14時間あたたかい。", "魔法びんを見る", "JPY"),
    "ka-GE": ("იწვიმა.\nისევ იწვიმებს.", "თერმოსი. 0,75 ლ ჩაი.", "ნახე თერმოსი", "GEL"),
    "kk-KZ": ("Жаңбыр жауды.\nТағы жауады.", "Термос. 0,75 л шай, 14 сағат ыстық.", "Термосты көру", "KZT"),
    "km-KH": (
        "ភ្លៀង\u200bបាន\u200bធ្លាក់។\nវា\u200bនឹង\u200bធ្លាក់\u200bម្ដង\u200bទៀត។",
        "ធូម៉ូស។ តែ 0.75 លីត្រ។",
        "មើលធូម៉ូស",
        "KHR",
    ),
    "kn-IN": ("ಮಳೆ ಬಂತು.\nಮತ್ತೆ ಬರುತ್ತದೆ.", "ಫ್ಲಾಸ್ಕ್. 0.75 ಲೀಟರ್ ಚಹಾ.", "ಫ್ಲಾಸ್ಕ್ ನೋಡಿ", "INR"),
    "ko-KR": ("비가 왔습니다.\n또 올 겁니다.", "보온병. 차 0.75리터, 14시간 따뜻하게.", "보온병 보기", "KRW"),
    "lo-LA": ("ຝົນຕົກແລ້ວ.\nຈະຕົກອີກ.", "ກະຕິກ. ຊາ 0.75 ລິດ.", "ເບິ່ງກະຕິກ", "LAK"),
    "lt-LT": ("Lijo.\nVėl lis.", "Termosas. 0,75 l arbatos, 14 valandų karšta.", "Žiūrėti", "EUR"),
    "lv-LV": ("Lija.\nLīs atkal.", "Termoss. 0,75 l tējas, karsta 14 stundas.", "Skatīt termosu", "EUR"),
    "ml-IN": ("മഴ പെയ്തു.\nഇനിയും പെയ്യും.", "ഫ്ലാസ്ക്. 0.75 ലിറ്റർ ചായ.", "കാണുക", "INR"),
    "mr-IN": ("पाऊस पडला.\nपुन्हा पडेल.", "फ्लास्क. 0.75 लिटर चहा.", "फ्लास्क पाहा", "INR"),
    "ms-MY": ("Hujan turun.\nAkan turun lagi.", "Termos. 0.75 l teh, panas 14 jam.", "Lihat termos", "MYR"),
    "my-MM": ("မိုးရွာခဲ့တယ်။\nထပ်ရွာဦးမယ်။", "ဓာတ်ဘူး။ လက်ဖက်ရည် 0.75 လီတာ။", "ကြည့်ရန်", "MMK"),
    "nb-NO": ("Det regnet.\nDet regner igjen.", "Termos. 0,75 l te, varm i 14 timer.", "Se termosen", "NOK"),
    "ne-NP": ("पानी पर्‍यो।\nफेरि पर्नेछ।", "फ्लास्क। ०.७५ लिटर चिया।", "हेर्नुहोस्", "NPR"),
    "nl-NL": ("Het regende.\nHet regent weer.", "Thermosfles. 0,75 l thee, 14 uur warm.", "Bekijk de fles", "EUR"),
    "pa-IN": ("ਮੀਂਹ ਪਿਆ।\nਫਿਰ ਪਵੇਗਾ।", "ਫਲਾਸਕ। 0.75 ਲੀਟਰ ਚਾਹ।", "ਫਲਾਸਕ ਦੇਖੋ", "INR"),
    "pl-PL": ("Padało.\nZnów będzie padać.", "Termos. 0,75 l herbaty, gorąca 14 godzin.", "Zobacz termos", "PLN"),
    "pt-BR": ("Choveu.\nVai chover de novo.", "Garrafa. 0,75 l de chá, quente por 14 horas.", "Ver a garrafa", "BRL"),
    "ro-RO": ("A plouat.\nVa ploua iar.", "Termos. 0,75 l de ceai, cald 14 ore.", "Vezi termosul", "RON"),
    "ru-RU": ("Дождь прошёл.\nПойдёт снова.", "Термос. 0,75 л чая, 14 часов горячий.", "К термосу", "RUB"),
    "si-LK": ("වැස්සා.\nආයෙත් වහිනවා.", "ෆ්ලාස්ක්. තේ ලීටර් 0.75.", "බලන්න", "LKR"),
    "sk-SK": ("Pršalo.\nZase bude pršať.", "Termoska. 0,75 l čaju, 14 hodín teplý.", "Pozrieť termosku", "EUR"),
    "sl-SI": ("Deževalo je.\nSpet bo.", "Termovka. 0,75 l čaja, 14 ur topel.", "Poglej", "EUR"),
    "sr-RS": ("Падала је киша.\nОпет ће.", "Термос. 0,75 л чаја, топао 14 сати.", "Погледај", "RSD"),
    "sv-SE": ("Det regnade.\nDet regnar igen.", "Termosflaska. 0,75 l te, varmt i 14 timmar.", "Se flaskan", "SEK"),
    "sw-KE": ("Mvua ilinyesha.\nItanyesha tena.", "Chupa. Lita 0.75 za chai.", "Tazama chupa", "KES"),
    "ta-IN": ("மழை பெய்தது.\nமீண்டும் பெய்யும்.", "குடுவை. 0.75 லிட்டர் தேநீர்.", "பார்க்க", "INR"),
    "te-IN": ("వాన పడింది.\nమళ్ళీ పడుతుంది.", "ఫ్లాస్క్. 0.75 లీటర్ల టీ.", "ఫ్లాస్క్ చూడండి", "INR"),
    "th-TH": ("ฝนตกแล้ว\nเดี๋ยวก็ตกอีก", "กระติกน้ำร้อน ชา 0.75 ลิตร ร้อนนาน 14 ชั่วโมง", "ดูกระติก", "THB"),
    "tr-TR": ("Yağmur yağdı.\nYine yağacak.", "Termos. 0,75 l çay, 14 saat sıcak.", "Termosa bak", "TRY"),
    "uk-UA": ("Дощ пройшов.\nПіде знову.", "Термос. 0,75 л чаю, гарячий 14 годин.", "До термоса", "UAH"),
    "ur-PK": ("بارش ہوئی۔\nپھر ہو گی۔", "فلاسک۔ 0.75 لیٹر چائے۔", "فلاسک دیکھیں", "PKR"),
    "vi-VN": ("Trời đã mưa.\nRồi sẽ mưa nữa.", "Bình giữ nhiệt. 0,75 l trà, nóng 14 giờ.", "Xem bình", "VND"),
    "zh-CN": ("下过雨了。\n还会再下。", "保温瓶。0.75升茶，保温14小时。", "看看保温瓶", "CNY"),
    "zh-TW": ("下過雨了。\n還會再下。", "保溫瓶。0.75公升茶，保溫14小時。", "看看保溫瓶", "TWD"),
    "zu-ZA": ("Line.\nLizophinda line.", "Iflaski. Amalitha angu-0.75 etiye.", "Bona iflaski", "ZAR"),
}
"""Locale -> headline, body, call to action, currency."""


def words(locale: str, price: float = 1250) -> Copy:
    """The words of a locale, with a price as CLDR writes it there."""
    headline, body, cta, currency = LINES[locale]
    said = format_currency(price, currency, locale=Locale.parse(locale, sep="-"), currency_digits=False, format=None)
    return Copy.of(headline=headline, body=body, cta=cta, price=said)


def face(locale: str) -> Face:
    """The shipped face of a locale."""
    found = shipped_face(script_of(locale), locale)
    assert found is not None, locale
    return found


def direction(locale: str) -> str:
    """Which way a locale is written."""
    return Locale.parse(locale, sep="-").text_direction[:3].replace("lef", "ltr").replace("rig", "rtl")
