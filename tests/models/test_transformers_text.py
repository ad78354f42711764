"""A folder as transformers saves it, with an adapter as peft saves it; all of it made here, of random numbers."""

from importlib.util import find_spec

import pytest
import tiny_gguf
from answering import asking

from styleloop.testing import check_plugin
from styleloop.types.model import Answer
from styleloop.types.record import Refusal

pytestmark = pytest.mark.torch


@pytest.fixture(scope="module")
def folder(project):
    import peft
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    words = {word: number for number, word in enumerate(tiny_gguf.vocabulary())}
    bytewise = Tokenizer(models.BPE(vocab=words, merges=[]))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytewise.decoder = decoders.ByteLevel()
    home = project.root / "models"
    fast = PreTrainedTokenizerFast(tokenizer_object=bytewise, bos_token="<s>", eos_token="</s>")
    fast.save_pretrained(home / "tiny")
    with torch.random.fork_rng():
        torch.manual_seed(0)
        shape = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
        ends = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}
        config = LlamaConfig(
            vocab_size=len(words), max_position_embeddings=1024, initializer_range=0.5, **shape, **ends
        )
        made = LlamaForCausalLM(config)
        made.save_pretrained(home / "tiny")
        wanted = peft.LoraConfig(
            r=2, target_modules=["q_proj", "up_proj"], init_lora_weights=False, task_type="CAUSAL_LM"
        )
        peft.get_peft_model(made, wanted).save_pretrained(home / "voice")
    return home


@pytest.fixture
def model(described, folder):
    def made(**more):
        fields = {"name": "tiny", "adapter": "transformers", "model": "models/tiny", "max_tokens": 16}
        [found] = described({**fields, "tries": 1, "timeout": 30, **more})
        return found

    return made


def test_it_answers_is_heard_and_gives_the_same_for_the_same_seed(model):
    heard = []
    made = model()
    [first] = made.write(asking("Rain.", answer=""), lambda at, words: heard.append(words))
    snow, again = made.write(asking("Snow.", "Rain.", answer=""))
    assert isinstance(first, Answer)
    assert (first.model.startswith("tiny#"), first.tokens_out, first.ended) == (True, 16, "cut")
    assert heard[-1] == first.text
    assert again == first
    assert snow.text != first.text


def test_a_peft_adapter_speaks_as_strongly_as_it_is_told_to(model):
    [bare] = model(temperature=0).write(asking("Rain.", answer=""))
    texts = []
    for scale in (0.0, 2.0):
        [answer] = model(temperature=0, lora="models/voice", lora_scale=scale).write(asking("Rain.", answer=""))
        texts.append(answer.text)
        assert "+voice#" in answer.model
    assert texts[0] == bare.text != texts[1]


def test_what_breaks_its_schema_its_time_or_its_room_is_refused(model):
    [found] = model(tries=2).write(asking("Rain."))
    assert isinstance(found, Refusal)
    assert "not the JSON" in found.why
    # nor does it write on for ever
    [late] = model(timeout=0.001, max_tokens=900).write(asking("Rain.", answer=""))
    assert "had not answered in full" in late.why
    [long] = model().write(asking("rain " * 300, answer=""))
    assert "prompt is too long" in long.why


def test_a_folder_that_is_no_good_is_told(model, folder):
    (folder / "empty").mkdir(exist_ok=True)
    (folder / "empty" / "config.json").write_text("{}")
    for fields, said in (
        ({"model": ""}, "tiny has no folder to load"),
        ({"model": "models/none"}, "there is no such model"),
        ({"model": "models/empty"}, "transformers cannot load empty"),
        ({"lora": "models/tiny"}, "there is no such adapter"),
    ):
        [found] = model(**fields).write(asking("Rain.", answer=""))
        assert said in found.why
        assert found.cure
        assert found.permanent


def test_a_gguf_file_is_read_where_the_package_for_it_is_installed(model, folder):
    tiny_gguf.model(folder / "tiny.gguf")
    [found] = model(model="models/tiny.gguf").write(asking("Rain.", answer=""))
    if find_spec("gguf") is None:
        assert "pip install gguf" in found.cure
    else:
        assert isinstance(found, Answer)


def test_it_keeps_the_contract_with_a_real_folder(model):
    check_plugin("text_models", model())
