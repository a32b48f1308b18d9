"""English cues. Each value is the source of a case-insensitive regular expression."""

from __future__ import annotations

CUES: dict[str, str] = {
    "done": (
        r"\b(?:added|adds|fixed|fixes|created|creates|updated|updates|implemented|removed|removes"
        r"|replaced|replaces|renamed|moved|refactored|changed|committed|pushed|merged|resolved"
        r"|completed?|rewrote|rewritten|extracted|converted|introduced|switched|deleted|wired"
        r"|set up|simplified|corrected|reverted|opened|wrote|written|extended|enabled|disabled"
        r"|aligned|documented|migrated|generated|ported|bumped|restored|cleaned|configured"
        r"|scaffolded|installed|addressed|tightened|consolidated|handled|covered|passing|passes"
        r"|now (?:uses?|works?|returns?|reads?|shows?|handles?|supports?|includes?|has|is|are))\b"
    ),
    "decision": (
        r"\binstead of\b|\brather than\b|\bdecid(?:ed|e|ing)\b|\bdecision\b|\bchose(?:n)?\b|\bopt(?:ed)?"
        r" (?:for|to)\b|\bprefer(?:s|red|ence)?\b|\b(?:go|going|went) with\b"
        r"|\blet'?s (?:use|keep|go|do|not|add|make|try|just|leave|skip|move|start)\b"
        r"|\b(?:we|I)(?:'ll| will| should|'d) (?:use|keep|skip|not|leave|defer|stick|go)\b"
        r"|\bshould(?:n't| not| never| only| always| be| use| keep)\b|\bleave (?:it|this|that|as)\b"
        r"|\bkeep(?:ing)? (?:it|the|this|both|them)\b|\bdefer(?:red|ring)?\b|\bskip(?:ped|ping)?\b"
        r"|\bsimple(?:st|r)\b|\bcleaner\b|\bclunky\b|\boverkill\b|\bbetter (?:to|approach|option)\b"
        r"|\btrade-?offs?\b|\bintentional(?:ly)?\b|\bby design\b|\bnot needed\b|\bno need\b"
        r"|\bunnecessary\b|\brecommend(?:ed|ation)?\b|\bsafer\b|\bstick(?:ing)? with\b"
        r"|\bdon'?t (?:need|want|use)\b|\bnot worth\b|\bout of scope\b|\bsource of truth\b"
        r"|\bI(?:'d| would) (?:rather|suggest|go)\b|\bbest (?:approach|option|fix|to)\b"
        r"|\b(?:must|should) never\b"
    ),
    "rejected": (
        r"\b(?:instead of|rather than|in favou?r of not|over)\s+(?P<rejected>[^.;,()\n]{3,80})"
    ),
    "why": (
        r"\b(?:because|since|so that|to avoid|due to|as it|as this|as the|which means|otherwise"
        r"|in order to|this way|that way|so (?:we|it|the|you|that)|to (?:ensure|prevent|keep|match"
        r"|make sure|allow|support|let)|given that|the reason)\b"
    ),
    "lesson": (
        r"\broot cause\b|\bturns? out\b|\bthe (?:real |actual |main |core |underlying )?(?:issue|problem"
        r"|bug|reason|error|cause|culprit|failure)s? (?:is|was|here|are|were|seems?|occurs?|comes?)\b"
        r"|\bcaused by\b|\bincompatib\w+|\bmis-?match\w*|\bstale\b|\bgotcha\b|\blimitation\b"
        r"|\bnot supported\b|\bonly works?\b|\bwon'?t work\b|\bfail(?:s|ed|ing)? (?:when|because|if|with"
        r"|due|on|since|to)\b|\bI (?:missed|forgot|overlooked|misread|misunderstood)\b"
        r"|\bmy (?:mistake|bad)\b|\bI was wrong\b|\bI see (?:the|what)\b|\bthat'?s why\b"
        r"|\bdoes(?:n'?t| not) (?:exist|work|support|trigger|match|have|include|handle|allow|know|run)\b"
        r"|\bbroke(?:n)?\b|\bbreaks?\b|\bworkaround\b|\brace condition\b|\bregression\b"
        r"|\bnot (?:permitted|allowed|found|available)\b|\bdidn'?t (?:work|help|exist|account)\b"
        r"|\bbecause\b[^.]*\b(?:not|never|no|only|before|after|already)\b|\bdefaults? to\b"
    ),
    "weak_lesson": (
        r"\b(?:must|requires?|required|needs? to|actually|wrong|missing|can'?t|cannot|could(?: not|n't)"
        r"|was(?:n'?t| not)|isn'?t|aren'?t|never|already|only|unless|before|still|however|but"
        r"|ignored?|silently|unexpected(?:ly)?|expects?|rejected|denied)\b"
    ),
    "next": (
        r"\bnext steps?\b|\bremaining\b|\bto-?do\b|\bstill (?:need|needs|to|have to|missing)\b"
        r"|\bleft to do\b|\bfollow-?ups?\b|\bneeds? to be\b|\bplease (?:run|try|restart|rebuild|test"
        r"|check|verify|retry|confirm)\b|\btry (?:it |again|running|the)\b|\byou(?:'ll| will| can| may)"
        r" (?:need to|now|want to)\b|\bonce (?:you|this|that|it)\b|\bnot yet\b|\blater\b"
        r"|\b(?:re)?run\b.*\bagain\b|\bto be done\b|\bwe (?:can|could|should) (?:then|also|now)\b"
        r"|\bready (?:to|for)\b"
    ),
    "next_heading": (
        r"\bnext\b|\bremaining\b|\bto-?dos?\b|\bfollow-?ups?\b|\bpending\b|\bto finish\b|\bleft\b"
        r"|\bwhat'?s next\b|\bif you want\b|\bsuggest(?:ed|ions)?\b|\brecommend(?:ed|ations)?\b"
        r"|\bto (?:test|try|verify|run)\b|\boptional\b|\byou (?:can|may|should|need)\b"
    ),
    "offer": (
        r"\bwant me to\b|\bwould you like\b|\bshall I\b|\bshould I\b|\blet me know (?:if|when|which|how)\b"
        r"|\bdo you want\b|\bif you(?:'d)? (?:want|like|prefer)\b|\bI can (?:also|now|then|proceed)?\b"
        r"|\bready (?:to|for)\b|\bhow would you like\b|\bwhich (?:one|option|approach) (?:do|would)\b"
    ),
    "blocker": (
        r"\bblock(?:ed|er|ing)\b|\b(?:can'?t|cannot|couldn'?t|could not) (?:proceed|continue|run|be run"
        r"|access|verify|connect|reach|resolve|find|install|push)\b|\bunable to\b|\bnot available\b"
        r"|\bpermission denied\b|\bunconfirmed\b|\bnot (?:been )?(?:verified|tested|run)\b"
        r"|\b(?:did|have|was|were)(?:n't| not) (?:run|been run|tested|verified)\b|\bstill (?:fail|broken"
        r"|see|get|hap|not)\w*|\bwaiting (?:for|on)\b|\bneed(?:s)? your\b|\bunresolved\b"
        r"|\bopen question\b|\bunclear\b|\btests? not run\b|\bunauthori[sz]ed\b|\bforbidden\b"
        r"|\btimed? ?out\b|\bnot installed\b"
    ),
    "correction": (
        r"^\s*(?:no\b|nope|don'?t\b|do not\b|stop\b|wait\b|actually\b|hmm|hm\b|not\b|why (?:did|are|is|do"
        r"|not|would|don'?t|isn'?t)|wrong|instead\b|but\b|you (?:should|didn'?t|forgot|missed|can)"
        r"|please don'?t|oops|sorry|undo|revert)|\binstead\b|\bshould(?:n't| not| be| have)\b"
        r"|\bdon'?t\b|\bdo not\b|\bthat'?s (?:not|wrong)\b|\bnot what\b|\bI (?:said|meant|asked|don'?t"
        r"|want|prefer|think|would)\b|\byou (?:missed|forgot|didn'?t|broke|removed)\b|\brather\b"
        r"|\bnever\b|\balways\b|\bmust\b|\bstill (?:not|doesn'?t|see|get|fail)"
    ),
    "instruction": (
        r"\b(?:use|always|never|must|should|only|don'?t|do not|make sure|keep|prefer|instead|without"
        r"|avoid|rather|commit (?:as|after|each)|after (?:you|each)|before (?:you|each)|first)\b"
    ),
    "trouble": (
        r"\berrors?\b|\bfail(?:s|ed|ing|ure)?\b|\bnot work(?:ing)?\b|\bdoesn'?t work\b|\bbroken\b|\bcrash"
        r"|\bexception\b|\btraceback\b|\bcannot\b|\bcan'?t\b|\bI (?:see|get|got)\b|\bdenied\b|\bissue\b"
    ),
    "guess": (
        r"\b(?:might|maybe|perhaps|probably|would|could be|likely|possibly|I think|I wonder|suppose"
        r"|assuming|potentially|I should|I could|I can|I need|let me|let's|wait|hmm|if)\b"
    ),
    "chatter": (
        r"^(?:great|perfect|good|excellent|sure|ok(?:ay)?|got it|thanks|you'?re (?:absolutely )?right"
        r"|absolutely|understood|sounds good|let me\b|now let me|now I(?:'ll| need)|I'll\b|i will\b"
        r"|first,? (?:let|I)|here(?:'s| is| are)\b|done[.!]?$|looking at|checking|let's (?:see|check|look))"
    ),
    "doing": (
        r"^(?:now )?(?:let me|let's|I'll|I will|I need to|I'm going to|next,? I|now I(?:'ll| need)?)\b"
    ),
    "acknowledgement": (
        r"^\W*(?:(?:yes|yep|yeah|ok(?:ay)?|sure|go (?:on|ahead)|continue|proceed|please|do it|thanks?"
        r"(?: you)?|great|good|nice|perfect|cool|lgtm|hi|hello|hey|warmup|test|ping|got it|sounds good"
        r"|looks good|try again|again|retry|done|k|y|n|no|resume|keep going|carry on)\W*)+$"
    ),
}
