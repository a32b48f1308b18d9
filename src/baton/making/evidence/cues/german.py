"""German cues. Each value is the source of a regular expression.

`\b` knows ASCII letters only: it stands beside plain letters, never beside an umlaut.
"""

from __future__ import annotations

CUES: dict[str, str] = {
    "done": (
        r"\b(?:hinzugefügt|behoben|korrigiert|erstellt|angelegt|aktualisiert|implementiert"
        r"|umgesetzt|entfernt|gelöscht|ersetzt|umbenannt|verschoben|geändert|angepasst"
        r"|committet|gepusht|gemergt|gelöst|erledigt|geschrieben|eingebaut|umgestellt|ergänzt"
        r"|aufgeräumt|ausgelagert)"
    ),
    "reports": (
        r"^(?:fertig[.:!,] |erledigt[.:!,] )?(?:ich habe|wir haben) .{0,120}(?:hinzugef"
        r"|behoben|korrigiert|erstellt|angelegt|aktualisiert|implementiert|entfernt|gelöscht"
        r"|ersetzt|umbenannt|geändert|angepasst|umgestellt|ergänzt)"
    ),
    "decision": (
        r"\b(?:an)?statt\b|\bstattdessen\b|\bentschieden\b|\bentscheid|\bEntscheidung\b"
        r"|\bgewählt|\blieber\b|\bbevorzug|\bsollte(?:n|st)?\b|\bam (?:einfachsten|besten"
        r"|sichersten)\b|\beinfacher\b|\bsauberer\b|\bsicherer\b|\bempfehl|\bnicht (?:nötig"
        r"|notwendig)|\bbleiben bei\b|\bverzichte(?:n)?\b|\bbehalten\b|\babsichtlich\b"
        r"|\bwir nehmen\b|\bich nehme\b"
    ),
    "chosen": (
        r"\bentsch(?:ied|eid)|\bgewählt|\bsollte|\bempfehl|\bwir nehmen\b|\bich nehme\b"
        r"|\bbleiben bei\b"
    ),
    "rejected": r"\b(?:an)?statt\s+([^.;,()\n]{3,80})",
    "why": (
        r"\bweil\b|\bdenn\b|\bdamit\b|\bda (?:es|sie|er|das|die|der|wir|sonst)\b|\bdeshalb\b"
        r"|\bdaher\b|\bsonst\b|\bum .{3,60} zu \w+en\b|\bwegen\b"
    ),
    "reason_lead": (
        r"^(?:das (?:ist|liegt daran)[,:]? )?(?:weil|denn|der grund ist,?(?: dass)?)\s+"
    ),
    "lesson": (
        r"\bUrsache\b|\bdas (?:eigentliche )?Problem (?:ist|war|lag|liegt)\b|\bder (?:Fehler"
        r"|Grund) (?:ist|war|lag|liegt)\b|\bliegt daran\b|\blag daran\b"
        r"|\bfunktioniert (?:nicht|nur)\b|\bunterstützt (?:kein|nicht)|\bschl(?:ägt|ug) fehl"
        r"|\bfehlgeschlagen\b|\bstellt sich heraus\b|\binkompatib|\bnicht möglich"
        r"|\bmein Fehler\b|\bvergessen\b|\bveraltet|\bgibt es nicht\b|\bexistiert nicht\b"
        r"|\bpasst nicht\b"
    ),
    "weak_lesson": (
        r"\bmuss\b|\bmüssen\b|\bbraucht\b|\bnur\b|\baber\b|\bjedoch\b|\bnie(?:mals)?\b"
        r"|\berst\b|\bbereits\b|\bfehlt(?:e)?\b"
    ),
    "explains": (r", (?:sodass|so dass|weshalb|wodurch|aber|deshalb)\b|\bselbst wenn\b|\bobwohl\b"),
    "diagnosis": (
        r"\bUrsache\b|\bdas (?:eigentliche )?Problem (?:ist|war|lag|liegt)\b"
        r"|\bder Fehler (?:ist|war|lag|liegt)\b|\b(?:liegt|lag) daran\b"
    ),
    "next": (
        r"\bnächste(?:r|n)? Schritte?\b|\bnoch (?:offen|zu tun|ausstehend)\b|\bfehlt noch\b"
        r"|\bsteht noch aus\b|\bbitte (?:führe|starte|prüf|test|bestätig)|\bmuss noch\b"
    ),
    "next_heading": r"\bnächste|\boffen\b|\bausstehend|\bnoch zu\b|\bVorschl|\boptional\b",
    "offer": r"\bsoll ich\b|\bmöchtest du\b|\bmöchten Sie\b|\bwillst du\b|\bsag Bescheid\b",
    "blocker": (
        r"\bkann (?:ich )?nicht\b|\bkonnte (?:ich )?nicht\b|\bblockiert\b|\bZugriff verweigert"
        r"|\bnicht (?:getestet|geprüft|verifiziert)|\bwarte(?:t|n)? auf\b|\bunklar\b"
        r"|\bZeitüberschreitung"
    ),
    "correction": (
        r"^nein\b|^nicht\b|^doch\b|\bstattdessen\b|\bsondern\b|\bdas ist falsch\b"
        r"|\bdu hast .{0,30}vergessen\b|\bwarum hast\b|\bhör auf\b"
    ),
    "instruction": (
        r"\bimmer\b|\bnie(?:mals)?\b|\bmuss\b|\bsoll(?:te|en)?\b|\bbenutze\b|\bverwende\b"
        r"|\bohne .{2,30} zu\b|\bachte darauf\b|\bvermeide\b|\bbitte nur\b"
    ),
    "trouble": (
        r"\bFehler\b|\bfehlgeschlagen\b|\bschlägt fehl|\bgeht nicht\b|\bfunktioniert nicht\b"
        r"|\bkaputt\b|\bstürzt\b|\bhängt\b"
    ),
    "guess": (
        r"\bvielleicht\b|\bwahrscheinlich\b|\bverm(?:ut|utlich)|\bkönnte\b|\bich glaube\b"
        r"|^(?:wenn|falls)\b"
    ),
    "chatter": r"^(?:gut|perfekt|alles klar|verstanden|danke|natürlich|gerne|okay)\b",
    "doing": (
        r"^(?:jetzt |nun |zuerst )?(?:ich (?:werde|schaue|prüfe)|lass mich|schauen wir"
        r"|als nächstes)"
    ),
    "musing": (
        r"^(?:der (?:Nutzer|Benutzer)|ich (?:werde|muss|schaue|prüfe|will)|lass mich|zuerst)"
    ),
    "polite": (
        r"^(?:(?:bitte|kannst du|könntest du|können wir|ich möchte, dass du|wir müssen"
        r"|hallo),? )+"
    ),
    "request": (
        r"^(?:füge|behebe|repariere|erstelle|aktualisiere|entferne|implementiere|prüfe"
        r"|schreibe?|ändere|baue?|mach)\b"
    ),
    "agrees": r"^(?:ja|gerne|genau|klar)\b",
    "acknowledgement": (
        r"^\W*(?:(?:ja|gut|genau|weiter|danke|klar|mach(?: das| weiter)?|perfekt|passt|hallo"
        r"|bitte)\W*)+$"
    ),
}
