from django.apps import apps

from hukumati.core.parts import PartConfig


def test_django_takes_every_part_for_what_it_says_it_is() -> None:
    parts = [
        config
        for config in apps.get_app_configs()
        if config.name.count(".") == 1 and config.name.startswith("hukumati.")
    ]
    assert {config.name for config in parts} >= {"hukumati.core", "hukumati.payments", "hukumati.documents"}
    assert [config.name for config in parts if not isinstance(config, PartConfig)] == []
