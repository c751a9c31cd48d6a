import hashlib
import hmac

from django.conf import settings

from hukumati.core.digests import subject_digest


def test_a_subject_has_another_digest_in_each_record_and_each_installation() -> None:
    key = str(settings.SECRET_KEY).encode()
    digest = subject_digest(record="audit", subject="person:400000006")
    assert digest == hmac.new(key, b"audit:person:400000006", hashlib.sha256).hexdigest()
    assert digest != subject_digest(record="interoperability", subject="person:400000006")
    assert digest != subject_digest(record="audit", subject="person:400000007")
