"""Spanish cues. Each value is the source of a regular expression.

`\b` knows ASCII letters only: it stands beside plain letters, never beside an accent.
"""

from __future__ import annotations

CUES: dict[str, str] = {
    "done": (
        r"\b(?:he|hemos|se ha|se han|ha|han) (?:a[ñn]adido|agregado|corregido|arreglado|creado"
        r"|actualizado|implementado|eliminado|borrado|quitado|reemplazado|renombrado|movido"
        r"|cambiado|refactorizado|resuelto|completado|escrito|subido)|\b(?:a[ñn]ad|correg|cre"
        r"|actualic|elimin|implement|reemplac|agregu|arregl|cambi|mov)(?:í|é|ó)|\bahora (?:se"
        r"|el|la|los|las) |\b(?:a[ñn]adid|agregad|corregid|arreglad|cread|actualizad"
        r"|implementad|eliminad)[oa]s?\b"
    ),
    "reports": (
        r"^(?:listo[.:!,] |hecho[.:!,] )?(?:ahora )?(?:he|hemos|se ha|se han) \w+|^(?:a[ñn]ad"
        r"|correg|cre|actualic|elimin|implement|reemplac|agregu|arregl)(?:í|é|ó)"
    ),
    "decision": (
        r"\ben (?:vez|lugar) de\b|\bdecid(?:í|imos|ido)|\bdecisión|\belegi|\belegí|\bprefer"
        r"|\bmejor (?:usar|opci|no)|\bdebería|\bdebemos\b|\bno (?:hace falta|es necesario)\b"
        r"|\bvamos a usar\b|\busaremos\b|\brecomiend|\bmás (?:simple|sencill|segur|limpi)"
        r"|\bdejar(?:lo|la|emos)?\b|\bmantener|\bmantenemos\b|\bpor diseño"
    ),
    "chosen": r"\bdecid|\beleg|\bdebe|\busaremos\b|\bvamos a usar\b|\brecomiend|\bmantener",
    "rejected": r"\ben (?:vez|lugar) de\s+([^.;,()\n]{3,80})",
    "why": (
        r"\bporque\b|\bya que\b|\bpuesto que\b|\bdebido a\b|\bpara (?:que|evitar)\b"
        r"|\basí que\b|\bde lo contrario\b"
    ),
    "reason_lead": r"^(?:(?:esto|eso) es )?(?:porque|ya que|puesto que)\s+",
    "lesson": (
        r"\bla causa\b|\bel (?:problema|error|fallo|motivo) (?:es|era|est|fue)|\bse deb(?:e"
        r"|ía) a\b|\bno (?:funciona|existe|soporta|admite|coincide|está)|\bincompatib"
        r"|\bfall(?:a|ó|aba|an)\b|\bresulta que\b|\bno se puede|\bmi error\b|\bolvidé"
        r"|\blimitación|\bobsolet|\bdesactualizad"
    ),
    "weak_lesson": (
        r"\bdebe\b|\brequiere|\bnecesita|\bsolo\b|\bsólo\b|\bpero\b|\bnunca\b|\bsin embargo\b"
        r"|\baunque\b|\bfalta(?:ba)?\b"
    ),
    "explains": r", (?:así que|por lo que|lo que|pero)\b|\bpor eso\b|\bincluso si\b",
    "diagnosis": (
        r"\bla causa\b|\bel (?:problema|error|fallo) (?:es|era|est|fue)|\bresulta que\b"
        r"|\bse deb(?:e|ía) a\b"
    ),
    "next": (
        r"\bpróximos? pasos?\b|\bsiguientes? pasos?\b|\bqueda(?:n)? (?:por|pendiente)"
        r"|\bfalta(?:n)? (?:por )?\w+r\b|\bpendientes?\b|\bpor favor (?:ejecut|prueb|revis"
        r"|confirm)"
    ),
    "next_heading": r"\bpróxim|\bsiguiente|\bpendiente|\bpor hacer\b|\bsugerencia|\bopcional",
    "offer": r"\bquieres que\b|\bdeseas que\b|\bte gustaría|\bquiere que\b|\bavisame|\bavísame",
    "blocker": (
        r"\bno (?:puedo|pude|se pudo|ha sido posible)|\bbloquead|\bpermiso denegado"
        r"|\bsin (?:probar|verificar)\b|\besperando\b|\bno está claro"
    ),
    "correction": (
        r"^no\b|\ben (?:vez|lugar) de\b|\beso no\b|\bestá mal|\bte olvidaste\b|\bno quería"
        r"|\bpor qué |\bdetente\b"
    ),
    "instruction": (
        r"\bsiempre\b|\bnunca\b|\bdebe(?:s|n|mos)?\b|\bno uses\b|\busa\b|\bsin \w+r\b"
        r"|\basegúra|\bevita"
    ),
    "trouble": (
        r"\berror(?:es)?\b|\bfall(?:a|ó|o|an)\b|\bno funciona|\bse rompió|\bse cuelga"
        r"|\bse cae\b"
    ),
    "guess": r"\bquizás?|\btal vez\b|\bprobablemente\b|\bpuede que\b|\bcreo que\b|^si\b",
    "chatter": r"^(?:claro|perfecto|de acuerdo|vale|entendido|gracias|por supuesto|genial)\b",
    "doing": r"^(?:ahora )?(?:voy a|vamos a|déjame|permíteme|primero)",
    "musing": r"^(?:el usuario|voy a|déjame|necesito|primero|tengo que)",
    "polite": (
        r"^(?:(?:por favor|puedes|podrías|podemos|quiero que|necesito que|me gustaría que"
        r"|hola),? )+"
    ),
    "request": (
        r"^(?:a[ñn]ade|agrega|corrige|arregla|crea|actualiza|elimina|quita|implementa|revisa"
        r"|escribe|cambia|haz)\b"
    ),
    "agrees": r"^(?:sí|si|vale|claro|ok)",
    "acknowledgement": (
        r"^\W*(?:(?:sí|si|vale|claro|continúa|sigue|gracias|perfecto|adelante|de acuerdo"
        r"|hola)\W*)+$"
    ),
}
