"""Rules for secrets on command lines: where well-known programs take a password as an argument."""

from __future__ import annotations

from baton.making.redact.rules import Rule

WORD = r"""[^\s"'`\\|<>\x00-\x1f\x7f]"""

COMMAND_RULES: tuple[Rule, ...] = (
    # sqlplus user/password@service, smbclient -U user%password, rpcclient likewise
    Rule(
        "cli-login",
        r"""(?i)\b(?:sqlplus|sqlldr|expdp|impdp|exp|imp|rman)[ \t]+(?:-\w+[ \t]+)*['"]?[\w$#.-]+/([^\s"'@]+)@""",
        (b"sqlplus", b"sqlldr", b"expdp", b"impdp", b"rman"),
    ),
    Rule(
        "cli-login", r"""-U[ \t]*['"]?[\w.\\-]+%([^\s"']+)""", (b"smbclient", b"rpcclient", b"-u ")
    ),
    # curl -u user:password and its kin
    Rule(
        "cli-password",
        rf"""(?i)(?:^|[\s"'`])(?:-u|--user|--proxy-user|--userpwd|-auth|--auth|-a|--creds|--basic-auth)[ =]?[ \t]*\\*["']?[\w.@-]{{1,80}}:({WORD}{{3,}})""",
        (b"-u", b"--user", b"--auth", b"-a ", b"--proxy-user", b"--creds", b"--basic-auth"),
    ),
    # mysql -pPASSWORD (no space), and programs that take it after a space
    Rule(
        "cli-password",
        rf"""\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump|mariadb-admin|mycli|sshpass|xtrabackup|7z[arz]?|unrar|rar|x11vnc)\b[^\n|;&]{{0,200}}?[ \t]-p['"]?({WORD}{{3,}})""",
        (b" -p",),
    ),
    Rule(
        "cli-password",
        rf"""\b(?:(?:docker|podman|nerdctl|helm|oras|skopeo|buildah|crane|regctl|az|oc|cf)[ \t]+(?:registry[ \t]+)?login|mongo|mongosh|mongodump|mongorestore|sshpass|zip|unzip|ldapsearch|ldapadd|ldapmodify|redis-cli|sqlcmd|bcp|snowsql|twine|nuget|smbmap|crackmapexec|evil-winrm|ansible-vault|influx|rabbitmqadmin|psexec|wmic|htpasswd|cqlsh|clickhouse-client|impala-shell|beeline|keytool|openssl|vncviewer|ipmitool|bw|mosquitto_pub|mosquitto_sub)\b[^\n|;&]{{0,240}}?[ \t](?:-p|-P|-w|-a|-pw|-storepass|-keypass|--pass|-pass)[ =]['"]?(?:pass:)?({WORD}{{4,}})""",
        (
            b" -p",
            b" -w",
            b" -a",
            b"pass",
        ),
    ),
    Rule("cli-password", rf"""(?i)-pass(?:in|out)?[ \t]+pass:({WORD}{{3,}})""", (b"pass:",)),
    Rule(
        "cli-password",
        rf"""(?i)\becho[ \t]+(?:-n[ \t]+)?["']?({WORD}{{4,}})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+-S|docker[ \t]+login|chpasswd|passwd)""",
        (b"| sudo -s", b"|sudo -s", b"| docker login", b"| chpasswd", b"| passwd"),
    ),
    Rule(
        "cli-password",
        rf"""(?i)\bchpasswd\b[^\n]{{0,20}}<<<\s*["']?[\w.-]+:({WORD}{{4,}})""",
        (b"chpasswd",),
    ),
    Rule(
        "cli-password",
        rf"""(?i)\becho[ \t]+["']?[\w.-]{{1,32}}:({WORD}{{4,}})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?chpasswd""",
        (b"chpasswd",),
    ),
    Rule(
        "cli-password",
        rf"""(?i)\bnet[ \t]+use\b[^\n]{{0,120}}/user:\S+[ \t]+({WORD}{{4,}})""",
        (b"net use",),
    ),
    Rule(
        "cli-password",
        rf"""(?i)/(?:pass(?:word)?|pwd|p|rp):({WORD}{{4,}})""",
        (b"xfreerdp", b"/pass", b"/pwd:"),
    ),
    Rule(
        "cli-password",
        rf"""(?i)\bsecrets?[ \t]+(?:set|put|create|add)\b[^\n]{{0,120}}?(?:--body|--value|-b|--secret-string|--data-file=-)[ =]["']?({WORD}{{6,}})""",
        (b"secret",),
    ),
    Rule(
        "cli-password",
        r"""(?i)ConvertTo-SecureString[ \t]+(?:-String[ \t]+)?["']([^"'\n]{4,})["']""",
        (b"convertto-securestring",),
    ),
    Rule(
        "cli-password",
        rf"""(?i)\bhtpasswd[ \t]+-\w*b\w*[ \t]+\S+[ \t]+\S+[ \t]+["']?({WORD}{{4,}})""",
        (b"htpasswd",),
    ),
    Rule(
        "cli-password",
        rf"""(?i)\bnet[ \t]+user[ \t]+\S+[ \t]+({WORD}{{4,}})[ \t]*(?:/|$)""",
        (b"net user",),
    ),
    Rule(
        "cli-password",
        rf"""(?i)\bvault[ \t]+login[ \t]+(?:token=)?({WORD}{{16,}})""",
        (b"vault login",),
    ),
)
