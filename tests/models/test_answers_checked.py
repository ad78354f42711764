"""Answers against schemas: what is asked is checked, what cannot be checked is refused, whatever text comes."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.models.echo import Echo
from styleloop.adapters.models.text.schema import first_fault, read_json, read_schema, strict
from styleloop.errors import InputError
from styleloop.types.model import Answer, Prompt

SIZES = st.tuples(st.integers(0, 12), st.integers(0, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))
LEAVES = st.one_of(
    SIZES.map(lambda size: {"type": "string", "minLength": size[0], "maxLength": max(1, size[1])}),
    st.integers(-9, 9).map(lambda low: {"type": "integer", "minimum": low, "maximum": low + 3}),
    st.just({"type": "boolean"}),
    st.just({"enum": ["a", "b"]}),
    st.just({"anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}]}),
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.dictionaries(st.sampled_from("abc"), inner, max_size=3).map(
            lambda parts: {
                "type": "object",
                "properties": parts,
                "required": sorted(parts),
                "additionalProperties": False,
            }
        ),
        st.tuples(inner, st.integers(0, 2)).map(
            lambda pair: {"type": "array", "items": pair[0], "minItems": pair[1], "maxItems": pair[1] + 2}
        ),
    ),
    max_leaves=5,
)


@settings(max_examples=40, deadline=None)
@given(SCHEMAS, st.text(max_size=60), st.integers(0, 99))
def test_echo_fits_any_schema_that_prompts_use(schema, user, seed):
    [answer] = Echo().write([Prompt(system="", user=user, answer=json.dumps(schema), seed=seed)])
    assert isinstance(answer, Answer), answer
    assert not first_fault(json.loads(answer.text), schema)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text(alphabet='{}[]",:x1 \\\n`', max_size=80)))
def test_any_text_is_json_or_a_value_error(text):
    try:
        bare, value = read_json(text)
    except ValueError:
        return
    assert json.loads(bare) == value


@pytest.mark.parametrize(
    ("schema", "value", "fault"),
    [
        ({"type": "object", "required": ["a"]}, {}, "the answer: no a"),
        ({"properties": {"a": {"type": "integer"}}}, {"a": True}, "a: True, expected integer"),
        ({"properties": {}, "additionalProperties": False}, {"b": 1}, "b: nothing is expected here"),
        ({"items": {"type": "string", "maxLength": 2}}, ["ab", "abc"], "[1]: 3 characters, at most 2"),
        ({"type": "array", "minItems": 2}, [1], "the answer: 1 items, at least 2"),
        ({"type": "array", "uniqueItems": True}, [1, 1], "the answer: the same item twice"),
        ({"enum": ["a"]}, "b", "the answer: 'b', expected enum ['a']"),
        ({"const": 1}, True, "the answer: True, expected const [1]"),
        ({"type": "string", "pattern": "^[a-z]+$"}, "A", "the answer: 'A', expected the form ^[a-z]+$"),
        ({"type": "number", "minimum": 0, "maximum": 1}, 2, "the answer: 2, expected 0 to 1"),
        ({"anyOf": [{"type": "null"}, {"type": "string"}]}, 3, "the answer: 3, expected null"),
        ({"allOf": [{"type": "string"}, {"maxLength": 1}]}, "ab", "the answer: 2 characters, at most 1"),
        ({"$ref": "#/$defs/A", "$defs": {"A": {"type": "null"}}}, 0, "the answer: 0, expected null"),
    ],
)
def test_a_breach_is_named_with_its_place(schema, value, fault):
    assert first_fault(value, read_schema(json.dumps(schema))) == fault


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"if": {}}',
        '{"items": {"oneOf": []}}',
        '{"$ref": "#/$defs/No"}',
        '{"type": "word"}',
        '{"pattern": "("}',
    ],
)
def test_a_schema_that_cannot_be_checked_is_refused(text):
    with pytest.raises(InputError, match="schema"):
        read_schema(text)


def test_a_schema_is_strict_only_if_every_object_names_and_asks_all_its_fields():
    inner = {"type": "object", "properties": {"a": {}}, "required": ["a"], "additionalProperties": False}
    assert strict({"type": "array", "items": inner})
    assert not strict({"type": "array", "items": {**inner, "required": []}})
    assert not strict({"type": "array", "items": {**inner, "additionalProperties": True}})
