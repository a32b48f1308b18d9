"""Portuguese cues. Each value is the source of a regular expression.

`\b` knows ASCII letters only: it stands beside plain letters, never beside an accent.
"""

from __future__ import annotations

CUES: dict[str, str] = {
    "done": (
        r"\b(?:adicion|corrig|cri|atualiz|implement|remov|substitu|renome|mud|refator|resolv"
        r"|complet|escrev|envi|exclu|ajust|configur)(?:ei|i|í|amos|imos|ou|iu)\b|\b(?:foi"
        r"|foram|está|agora) (?:adicionad|corrigid|criad|atualizad|implementad|removid"
        r"|substituíd|renomead|movid)[oa]s?|\bagora (?:o|a|os|as) "
    ),
    "reports": (
        r"^(?:pronto[.:!,] |feito[.:!,] )?(?:agora )?(?:adicion|corrig|cri|atualiz|implement"
        r"|remov|substitu|renome|resolv|ajust)(?:ei|i|í|amos|imos)\b"
    ),
    "decision": (
        r"\bem vez de\b|\bao invés de\b|\bdecid(?:i|imos|ido)\b|\bdecisão|\bescolh(?:i|emos"
        r"|ido)\b|\bprefer|\bmelhor (?:usar|op|n)|\bdevería|\bdevemos\b|\bnão (?:precisa"
        r"|é necess)|\bvamos usar\b|\busaremos\b|\brecomend|\bmais (?:simples|segur|limp)"
        r"|\bmanter\b|\bpor design\b"
    ),
    "chosen": r"\bdecid|\bescolh|\bdeve|\busaremos\b|\bvamos usar\b|\brecomend|\bmanter\b",
    "rejected": r"\b(?:em vez de|ao invés de)\s+([^.;,()\n]{3,80})",
    "why": (
        r"\bporque\b|\bjá que\b|\bpois\b|\bdevido a\b|\bpara (?:que|evitar)\b|\bpor isso\b"
        r"|\bcaso contrário"
    ),
    "reason_lead": r"^(?:isso é )?(?:porque|já que|pois)\s+",
    "lesson": (
        r"\ba causa\b|\bo (?:problema|erro|motivo|defeito) (?:é|era|est|foi)|\bnão (?:funciona"
        r"|existe|suporta|aceita|corresponde|está|é poss)|\bincompat|\bfalh(?:a|ou|ava|am)\b"
        r"|\bacontece que\b|\bmeu erro\b|\besqueci\b|\blimitação|\bobsolet|\bdesatualizad"
    ),
    "weak_lesson": (
        r"\bdeve\b|\brequer|\bprecisa\b|\bsomente\b|\bapenas\b|\bmas\b|\bnunca\b|\bporém"
        r"|\bembora\b|\bfalta(?:va)?\b"
    ),
    "explains": r", (?:então|por isso|o que|mas)\b|\bpor isso\b|\bmesmo se\b",
    "diagnosis": r"\ba causa\b|\bo (?:problema|erro) (?:é|era|est|foi)|\bacontece que\b",
    "next": (
        r"\bpróxim[oa]s? (?:passos?|etapas?)\b|\bfalta(?:m)? \w+r\b|\bainda (?:falta|precisa)"
        r"|\bpendentes?\b|\bpor favor,? (?:execut|test|verifi|confirm)"
    ),
    "next_heading": r"\bpróxim|\bpendente|\ba fazer\b|\bsugest|\bopcional",
    "offer": (
        r"\bquer que eu\b|\bdeseja que\b|\bgostaria que\b|\bposso (?:tamb|continuar)"
        r"|\bme avise\b"
    ),
    "blocker": (
        r"\bnão (?:consigo|consegui|foi poss|posso)|\bbloquead|\bpermissão negada"
        r"|\bsem (?:testar|verificar)\b|\baguardando\b"
    ),
    "correction": (
        r"^não\b|\bem vez de\b|\bao invés de\b|\bestá errado|\bvocê esqueceu|\bnão era\b"
        r"|\bpor que \w|\bpare\b"
    ),
    "instruction": (
        r"\bsempre\b|\bnunca\b|\bdeve(?:m|mos)?\b|\bnão use\b|\buse\b|\bsem \w+r\b"
        r"|\bcertifique|\bevite\b"
    ),
    "trouble": (
        r"\berros?\b|\bfalh(?:a|ou|am)\b|\bnão funciona|\bquebr(?:ou|ado)\b|\btrav(?:a|ou)\b"
    ),
    "guess": r"\btalvez\b|\bprovavelmente\b|\bpode ser\b|\bacho que\b|^se\b",
    "chatter": r"^(?:claro|perfeito|certo|entendido|obrigad[oa]|com certeza|ótimo)\b",
    "doing": r"^(?:agora )?(?:vou|vamos|deixe-me|primeiro)\b",
    "musing": r"^(?:o usuário|vou|deixe-me|preciso|primeiro|tenho que)",
    "polite": (
        r"^(?:(?:por favor|você pode|pode|poderia|podemos|quero que|preciso que|gostaria que"
        r"|olá),? )+"
    ),
    "request": (
        r"^(?:adicione|corrija|crie|atualize|remova|implemente|revise|escreva|mude|faça"
        r"|conserte)\b"
    ),
    "agrees": r"^(?:sim|claro|ok|pode)",
    "acknowledgement": (
        r"^\W*(?:(?:sim|claro|certo|continue|obrigad[oa]|perfeito|pode|ok|olá)\W*)+$"
    ),
}
