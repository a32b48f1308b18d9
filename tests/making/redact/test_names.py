"""Which names say that their value is secret."""

from __future__ import annotations

import pytest

from baton.making.redact.names import Strength, strength_of


@pytest.mark.parametrize(
    ("name", "strength"),
    [
        ("DB_PASSWORD", Strength.PASSWORD),
        ("dbPassword", Strength.PASSWORD),
        ("db-password", Strength.PASSWORD),
        ("ADMIN_PASSWORD", Strength.PASSWORD),
        ("PASSWORD_PROD", Strength.PASSWORD),
        ("spring.datasource.password", Strength.PASSWORD),
        ("mysqlpassword", Strength.PASSWORD),
        ("ACCOUNT_KEY", Strength.TOKEN),
        ("SECRET_KEY_BASE", Strength.TOKEN),
        ("MY_SERVICE_KEY", Strength.TOKEN),
        ("apiKey", Strength.TOKEN),
        ("password_reset_token", Strength.TOKEN),
        ("key", Strength.WEAK),
        ("PUBLIC_KEY", Strength.NONE),
        ("primary_key", Strength.NONE),
        ("cache_key", Strength.NONE),
        ("password_min_length", Strength.NONE),
        ("max_tokens", Strength.NONE),
        ("token_ttl", Strength.NONE),
        ("secretKeyRef", Strength.NONE),
        ("secretName", Strength.NONE),
        ("hashed_password", Strength.NONE),
        ("access_key_id", Strength.NONE),
        ("monkey", Strength.NONE),
        ("tokenizer", Strength.NONE),
        ("compass", Strength.NONE),
        ("", Strength.NONE),
    ],
)
def test_strength(name: str, strength: Strength) -> None:
    assert strength_of(name) == strength
