from hukumati.service_language.actions import CASE_ACTIONS


def test_what_the_platform_says_of_any_decision_promises_no_document() -> None:
    said = [text for action in CASE_ACTIONS.values() for text in (action.button, action.done) if text is not None]
    assert len(said) > 5
    assert [text.en for text in said if "وثيقة" in text.ar or "document" in text.en] == []
