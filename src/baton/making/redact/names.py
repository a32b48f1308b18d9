"""Which names say that their value is secret.

A name is cut into words (`DB_PASSWORD`, `dbPassword`, `db-password` alike). A telling word makes
it a secret's name, unless another word says that the value is something about the secret: its
length, its file, its expiry.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache


class Strength(IntEnum):
    """How much a name tells about its value."""

    NONE = 0
    WEAK = 1  # "key", "auth", "session": only a random value counts
    TOKEN = 2  # generated secrets: the value must not read like words
    PASSWORD = 3  # people's secrets: nearly anything counts


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


PASSWORD_WORDS = word_set(
    """
    password passwd passwort passphrase passcode pwd pass pw passw pword psw kennwort senha
    contrasena contraseña clave wachtwoord motdepasse parola haslo userpassword dbpassword
    userpass dbpass mysqlpass rootpass pgpassword masterpassword psk rootpassword adminpassword
    requirepass userpwd storepass keypass keystorepass sshpass smtppass ftppass ldappass
    proxypass bindpw rootpw vncpassword
    """
)
TOKEN_WORDS = word_set(
    """
    secret secrets token tokens apikey apikeys apitoken authtoken accesstoken accesskey
    secretkey privatekey privkey clientsecret appsecret appkey authkey signingkey encryptionkey
    masterkey cred creds credential credentials bearer jwt pat otp totp mnemonic seed
    webhooksecret sharedkey accountkey storagekey licensekey licencekey sessionkey sastoken
    consumersecret consumerkey authsecret refreshtoken idtoken usertoken bottoken
    accesstokensecret sas sharedaccesskey sharedsecret hmackey aeskey deploykey servicekey
    subscriptionkey apisecret tokensecret passkey authpass jwtsecret sessionsecret cookiesecret
    """
)
WEAK_WORDS = word_set(
    """
    key keys auth sessionid sid salt cookie csrf xsrf nonce pin license licence webhook
    authorization authentication pepper
    """
)
# Together with "key" these are as telling as "token".
KEY_OWNERS = word_set(
    """
    api access secret private auth client app application account storage shared encryption
    encrypt signing sign master license licence admin service server subscription session hmac
    aes jwt write read ingest ingestion webhook consumer project prod live rest deploy function
    host user global root insert insights anon role instrumentation integration search
    authentication authorization developer dev secure cipher crypto data db database
    """
)
# A word that makes the value something about the secret, not the secret.
ABOUT = word_set(
    """
    stdin
    close closed start started end open encode decode strip lower upper split startswith endswith
    format join match replace trim slice tostring includes
    length len min max minimum maximum count size limit ttl expires expiry expiration expire
    expired age lifetime duration timeout interval file files filename path dir directory folder
    name names type types kind policy policies reset hashed hasher hashers hash field fields
    label labels placeholder prompt url urls uri endpoint format prefix suffix regex pattern
    rotation ref refs manager provider backend algorithm algo alg version enabled disabled
    required valid validation validator invalid input hint help strength rule rules usage budget
    alias arn public pub index idx primary foreign sort partition cache code codes column
    columns board binding bindings press pressed up down event map mapping error errors message
    msg title description desc status state form factory service class component view page
    screen id ids kid counts used total completion cached reader writer parser store vault
    handler helper util utils test tests spec mock stub issuer audience scope scopes header
    headers mode source location region exists changed updated created at date time attempts
    retries verified verification confirm confirmation confirmed forgot forgotten recovery
    strategy method generator generate validate check checker verify encoder decoder tokenizer
    tokenize tokenizers template templates schema schemes scheme plugin middleware guard author
    authors sessions keyboard keyword keywords per window estimate estimated rate price cost
    thumbprint fingerprint
    """
)
# The same before the telling word: `public_key`, `max_tokens`, `hashed_password`.
ABOUT_BEFORE = word_set(
    """
    public pub primary foreign cache cached sort partition index idx natural max maximum min minimum
    total count hashed hash input output completion prompt used press pressed map mapping keyboard
    page next previous forgot forgotten confirm confirmed confirmation show hide validate verify
    check is has needs wrong invalid missing expired valid encrypted websocket idempotency dedup
    issue candidate composite unique group routing object row column translation message label
    """
)
# Before "key" at any distance they make a secret of it.
KEY_NATURE = word_set("api access secret private auth encryption signing hmac aes cipher")
WORDS = re.compile(r"[A-Z]+(?![a-z\xdf-\xff])|[A-Z]?[a-z\xdf-\xff]+|\d+")


@lru_cache(maxsize=2048)
def strength_of(name: str) -> Strength:
    """How strongly the name (any case, any separators) says that its value is secret."""
    words = [word.lower() for word in WORDS.findall(name)]
    for at in reversed(range(len(words))):
        strength = strength_of_word(words, at)
        if strength == Strength.NONE:
            continue
        if ABOUT.isdisjoint(words[at + 1 :]) and ABOUT_BEFORE.isdisjoint(words[:at]):
            return strength
        return Strength.NONE
    return Strength.NONE


def is_qualifier(word: str, name: str) -> bool:
    """Whether the word before a name belongs to it: the "API" of "API key"."""
    word = word.lower()
    return word in KEY_OWNERS or (word in ABOUT_BEFORE and name.lower() in WEAK_WORDS)


def strength_of_word(words: list[str], at: int) -> Strength:
    """How telling one word of a name is, given the words before it."""
    word = words[at]
    if word in PASSWORD_WORDS:
        return Strength.PASSWORD
    if word in TOKEN_WORDS:
        return Strength.TOKEN
    if word in ("key", "keys") and at:
        owned = words[at - 1] in KEY_OWNERS or not KEY_NATURE.isdisjoint(words[:at])
        return Strength.TOKEN if owned else Strength.WEAK
    if word in WEAK_WORDS:
        return Strength.WEAK
    return run_together(word)


def run_together(word: str) -> Strength:
    """Names written in one go: `dbpassword`, `mytoken`."""
    if word.endswith(("password", "passwd", "passphrase", "passwort")):
        return Strength.PASSWORD
    if word.endswith(("secret", "token", "apikey", "secretkey", "accesskey")) and len(word) < 24:
        return Strength.TOKEN
    return Strength.NONE
