"""French cues. Each value is the source of a regular expression.

`\b` knows ASCII letters only: it stands beside plain letters, never beside an accent.
"""

from __future__ import annotations

CUES: dict[str, str] = {
    "done": (
        r"\b(?:ajout|corrig|cré|supprim|renomm|déplac|chang|modifi|implément|remplac|pouss"
        r"|régl|termin|actualis|refactoris|extrai)(?:ée?s?|t)|\b(?:résolu|réécrit|mis à jour"
        r"|écrit)|\bmaintenant (?:le|la|les|il|elle) "
    ),
    "reports": (
        r"^(?:c'est fait[.:!,] |voilà[.:!,] |fait[.:!,] )?(?:j'ai|nous avons|on a) (?:aussi "
        r"|donc )?(?:ajout|corrig|cré|supprim|renomm|déplac|chang|modifi|implément|remplac"
        r"|régl|mis)"
    ),
    "decision": (
        r"\bau lieu d|\bplutôt qu|\bdécid|\bdécision\b|\bchoisi|\bpréfèr|\bpréfér"
        r"|\bil vaut mieux\b|\bon (?:devrait|garde|utilise)\b|\bnous (?:devrions|gardons"
        r"|utiliserons)\b|\bpas (?:besoin|nécessaire)|\bplus (?:simple|sûr|propre)|\brecommand"
        r"|\bgarder\b|\blaisser\b|\bvolontairement\b"
    ),
    "chosen": (
        r"\bdécid|\bchoisi|\bdevr(?:ait|ions)\b|\butilis(?:e|ons|erons)\b|\brecommand"
        r"|\bil vaut mieux\b|\bgard(?:e|ons)\b"
    ),
    "rejected": r"\b(?:au lieu|plutôt que) d(?:e |')([^.;,()\n]{3,80})",
    "why": (
        r"\bparce qu|\bpuisqu|\bafin (?:de|que)\b|\bpour (?:que|éviter)|\ben raison\b"
        r"|\bsinon\b|\bdonc\b|\bcela permet\b|\bà cause\b"
    ),
    "reason_lead": r"^(?:c'est )?(?:parce qu(?:e |')|puisqu(?:e |'))",
    "lesson": (
        r"\bla cause\b|\ble (?:vrai )?(?:problème|bug|souci) (?:est|était|vient|venait)"
        r"|\bl'erreur (?:est|était|vient|venait)|\bne (?:fonctionne|marche|supporte|correspond"
        r"|contient) (?:pas|que)\b|\bn'(?:existe|est|a|accepte|était) pas\b|\béchou"
        r"|\bincompatib|\bil s'avère|\bmon erreur\b|\boublié|\bobsolète|\bpérimé"
        r"|\bimpossible\b"
    ),
    "weak_lesson": (
        r"\bdoit\b|\bil faut\b|\bnécessite|\bseulement\b|\bmais\b|\bjamais\b|\bcependant\b"
        r"|\bdéjà|\bmanqu(?:e|ait)\b|\bbien que\b"
    ),
    "explains": r", (?:donc|ce qui|si bien que|mais)\b|\bc'est pourquoi\b|\bmême si\b",
    "diagnosis": (
        r"\bla cause\b|\ble (?:vrai )?(?:problème|bug|souci) (?:est|était|vient|venait)"
        r"|\bil s'avère|\bl'erreur (?:vient|venait)"
    ),
    "next": (
        r"\bprochaines? étapes?|\breste à |\bil reste\b|\bà faire\b|\bensuite, il faut"
        r"|\bveuillez (?:lancer|exécuter|vérifier|confirmer|redémarrer)|\bpas encore\b"
    ),
    "next_heading": (
        r"\bprochain|\bsuite\b|\breste\b|\bà faire\b|\bsuggestion|\boptionnel|\bsuivant"
    ),
    "offer": (
        r"\bvoulez-vous\b|\bveux-tu\b|\bsouhaitez-vous\b|\bdois-je\b|\btu veux que\b"
        r"|\bdites-moi\b|\bdis-moi si\b"
    ),
    "blocker": (
        r"\bje ne (?:peux|pouvais) pas\b|\bje n'ai pas pu\b|\bbloqué|\baccès refusé"
        r"|\bpas (?:testé|vérifié)|\ben attente\b|\bimpossible d"
    ),
    "correction": (
        r"^non\b|\bau lieu d|\bce n'est pas\b|\bc'est faux\b|\btu as oublié|\bpourquoi as-tu\b"
        r"|\barrête|\bpas comme ça"
    ),
    "instruction": (
        r"\btoujours\b|\bjamais\b|\bdoi(?:t|s|vent)\b|\bil faut\b|\bn'utilise\b|\butilise\b"
        r"|\bsans \w+er\b|\bassure-toi\b|\bévite"
    ),
    "trouble": (
        r"\berreurs?\b|\béchou|\bne (?:marche|fonctionne) pas\b|\bplante\b|\bcassé|\bbloqué"
    ),
    "guess": r"\bpeut-être|\bprobablement\b|\bil se peut\b|\bje (?:pense|crois) que\b|^si\b",
    "chatter": r"^(?:parfait|d'accord|bien sûr|compris|merci|super|entendu|très bien)\b",
    "doing": r"^(?:maintenant,? |d'abord,? )?(?:je vais|laisse-moi|laissez-moi|commençons)",
    "musing": r"^(?:l'utilisateur|je (?:vais|dois|veux)|laisse-moi|d'abord)",
    "polite": (
        r"^(?:(?:s'il (?:te|vous) plaît|peux-tu|pouvez-vous|pourrais-tu|je voudrais que tu"
        r"|on doit|bonjour|salut),? )+"
    ),
    "request": (
        r"^(?:ajoute|corrige|crée|supprime|mets|implémente|vérifie|écris|change|remplace"
        r"|répare|fais)\b"
    ),
    "agrees": r"^(?:oui|ok|d'accord|vas-y|bien s)",
    "acknowledgement": (
        r"^\W*(?:(?:oui|d'accord|vas-y|continue|merci|parfait|super|bonjour|salut|ok"
        r"|c'est bon)\W*)+$"
    ),
}
