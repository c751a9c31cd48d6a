"""Web addresses as browsers send them: what people type is brought to one form, what misleads is refused."""

import pytest

from hukumati.core.identifiers import LONGEST_WEB_ADDRESS, InvalidWebAddress, parse_web_address

HOST = "https://example.ps/"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.ps", HOST),
        ("  <https://example.ps>  ", HOST),
        ("http://Example.PS", "http://example.ps/"),
        ("HTTPS://example.ps:8443/a/b?c=1&d=2#e", "https://example.ps:8443/a/b?c=1&d=2#e"),
        ("https://example.ps/صفحة", f"{HOST}%D8%B5%D9%81%D8%AD%D8%A9"),
        ("https://example.ps/%D8%B5", f"{HOST}%D8%B5"),
        ("https://bücher.example", "https://xn--bcher-kva.example/"),
        ("https://ﬁsh.example", "https://fish.example/"),
        (f"{HOST}{'a' * (LONGEST_WEB_ADDRESS - len(HOST))}", f"{HOST}{'a' * (LONGEST_WEB_ADDRESS - len(HOST))}"),
    ],
)
def test_an_address_has_one_form(typed: str, address: str) -> None:
    assert parse_web_address(typed) == address
    assert parse_web_address(address) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://",
        "localhost",
        "https://localhost/",
        "https://-example.ps/",
        "ftp://example.ps/",
        "javascript://example.ps/",
        "https://layla@example.ps/",
        "https://example.ps/a b",
        "https://example.ps:99999/",
        "https://example.ps:port/",
        "https://[::1/",
        f"{HOST}{'a' * (LONGEST_WEB_ADDRESS - len(HOST) + 1)}",
    ],
)
def test_another_text_is_no_web_address(typed: str) -> None:
    with pytest.raises(InvalidWebAddress):
        parse_web_address(typed)
