"""English cues. Each value is the source of a case-insensitive regular expression."""

from __future__ import annotations

CUES: dict[str, str] = {
    "done": (
        r"\b(?:added|adds|fixed|fixes|created|creates|updated|updates|implemented|removed"
        r"|removes|replaced|replaces|renamed|moved|refactored|changed|committed|pushed|merged"
        r"|resolved|completed?|rewrote|rewritten|extracted|converted|introduced|switched"
        r"|deleted|wired|set up|simplified|corrected|reverted|opened|wrote|written|extended"
        r"|enabled|disabled|aligned|documented|migrated|generated|ported|bumped|restored"
        r"|cleaned|configured|scaffolded|installed|addressed|tightened|consolidated|handled"
        r"|covered|passing|passes|now (?:\w+s|has|have|are))\b"
    ),
    "decision": (
        r"\binstead of\b|\brather than\b|\bdecid(?:ed|e|ing)\b|\bdecision\b|\bchose(?:n)?\b"
        r"|\bopt(?:ed)? (?:for|to)\b|\bprefer(?:s|red)?\b|\b(?:go|going|went) with\b"
        r"|\blet'?s (?:use|keep|go|do|not|add|make|try|just|leave|skip|move|start)\b|\b(?:we"
        r"|I)(?:'ll| will| should|'d) (?:use|keep|skip|not|leave|defer|stick|go)\b"
        r"|\bshould(?:n't| not| never| only| always| use| keep)\b|\bleave (?:it|this|that"
        r"|as)\b|\bkeep(?:ing)? (?:it|the|this|both|them)\b|\bdefer(?:red|ring)?\b"
        r"|\bskip(?:ped|ping)?\b|\bsimple(?:st|r)\b|\bcleaner\b|\bclunky\b|\boverkill\b"
        r"|\bbetter (?:to|approach|option)\b|\btrade-?offs?\b|\bintentional(?:ly)?\b"
        r"|\bby design\b|\bnot needed\b|\bno need\b|\bunnecessary\b|\brecommend(?:ed|ation)?\b"
        r"|\bsafer\b|\bstick(?:ing)? with\b|\bdon'?t (?:need|want|use)\b|\bnot worth\b"
        r"|\bout of scope\b|\bsource of truth\b|\bI(?:'d| would) (?:rather|suggest|go)\b"
        r"|\bbest (?:approach|option|fix|to)\b|\b\w+est(?:-\w+)? (?:approach|option|way|solution)\b"
        r"|\b(?:standard|usual|recommended|canonical|idiomatic) (?:way|approach|practice)\b"
        r"|\b(?:don'?t|doesn'?t|won'?t) (?:really )?benefit\b|\bmakes? (?:more )?sense\b"
        r"|\b(?:must|should) never\b"
    ),
    "generic_heading": (
        r"^(?:(?:the|key|main|other|all|my|our|new|code|summary|overview|list|details?) )*(?:files?"
        r"|changes?|summary|behaviou?r|details|results?|overview|updates?|notes?|context|features?"
        r"|fix(?:es)?|implementation|highlights|what (?:was|i|we|has|changed)\b.*|here'?s what.*)"
        r"(?: (?:of|and|made|changed|modified|created|updated|needed|summary|added|details|changes"
        r"|context|the))*$"
    ),
    "reports": (
        r"^fixed[.:!] "
        r"|^(?:(?:done|fixed|yes|ok)[.!:,] )?(?:I(?:'ve)? |we(?:'ve)? |now )?(?:also |now |just )*"
        r"(?:added|fixed|created|updated|implemented|removed|replaced|renamed|moved|refactored"
        r"|changed|committed|pushed|merged|resolved|rewrote|extracted|converted|introduced"
        r"|switched|deleted|simplified|corrected|reverted|wrote|extended|enabled|disabled|migrated"
        r"|installed|adjusted|marked|completed|populated)\b"
    ),
    "chosen": (
        r"\bdecid(?:ed|ing)\b|\bdecision\b|\bchose(?:n)?\b|\bopt(?:ed)? (?:for|to)\b"
        r"|\bwent with\b|\b(?:we|I)(?:'ll| will|'ve| have)? (?:now )?(?:use|used|keep|kept|skip"
        r"|skipped|leave|left|defer|deferred|stick|go|replaced?|switch(?:ed)?|made|make|move|moved)\b|\blet'?s\b|\bshould\b"
        r"|\brecommend|\bby design\b|\bintentional|\b(?:best|simplest|cleanest|safest|right|proper)"
        r" (?:approach|option|fix|way|solution)\b|\b(?:fix|solution|approach) is to\b"
        r"|^(?:use|keep|skip|leave|defer|make|replace|switch|move|drop|add)\b"
    ),
    "rejected": (r"\b(?:instead of|rather than|in favou?r of not)\s+([^.;,()\n]{3,80})"),
    "why": (
        r"\b(?:because|since|so that|to avoid|due to|as it|as this|as the|which means"
        r"|otherwise|in order to|this way|that way|so (?:we|it|the|you|that)|to (?:ensure"
        r"|prevent|keep|match|make sure|allow|support|let)|given that|the reason)\b"
    ),
    "reason_lead": (
        r"^(?:(?:(?:this|that|it)(?:'s| is)? )?because|since|the reason(?: for this"
        r"| why)? is(?: that)?)"
        r",?\s+"
    ),
    "lesson": (
        r"\bpre-?existing (?:\w+ )?(?:bug|issue|error|problem|failure)\b|\bis a (?:known |real )?"
        r"(?:bug|limitation|gotcha)\b|\broot cause\b|\bturns? out\b|\bthe (?:real |actual |main "
        r"|core |underlying )?(?:issue|problem|bug|reason|error|cause|culprit|failure)s? (?:is|was"
        r"|here|are|were|seems?|occurs?|comes?)\b|\bcaused by\b|\bincompatib\w+"
        r"|\bmis-?match\w*|\bstale\b|\bgotcha\b|\blimitation\b|\bnot supported\b"
        r"|\bonly works?\b|\bwon'?t work\b|\bfail(?:s|ed|ing)? (?:when|because|if|with|due|on"
        r"|since|to)\b|\bI (?:missed|forgot|overlooked|misread|misunderstood)\b"
        r"|\bmy (?:mistake|bad)\b|\bI was wrong\b|\bthat'?s why\b"
        r"|\bdoes(?:n'?t| not) (?:exist|work|support|trigger|match|have|include|handle|allow"
        r"|know|run)\b|\bbroke(?:n)?\b|\bbreaks?\b|\bworkaround\b|\brace condition\b"
        r"|\bregression\b|\bnot (?:permitted|allowed|found|available)\b|\bdidn'?t (?:work|help"
        r"|exist|account)\b|\bbecause\b[^.]*\b(?:not|never|no|only|before|after|already)\b"
        r"|\bdefaults? to\b"
    ),
    "weak_lesson": (
        r"\b(?:must|requires?|required|needs? to|actually|wrong|missing|can'?t|cannot"
        r"|could(?: not|n't)|was(?:n'?t| not)|isn'?t|aren'?t|never|already|only|unless|before"
        r"|still|however|but|ignored?|silently|unexpected(?:ly)?|expects?|rejected|denied)\b"
    ),
    "explains": (
        r",? so (?:the|it|that|this|they|its|only|no|every|each|all|any|when|there|you|we|a|an"
        r"|`)|[,;—–] (?:which|that) (?:is|are|was|means?|meant|makes?|made|causes?|caused|would"
        r"|does|did|has|had|leads?|prevents?)\b|\beven (?:when|if|though|after)\b"
        r"|\bbut (?:it|the|we|this|that|only|not|no|there)\b|\breject(?:s|ed|ing)\b"
        r"|\boverrid(?:es?|den)\b|\boverwrit(?:es?|ten)\b|\bnot tracked\b"
        r"|\bis(?:n't| not) (?:set|called|used|tracked"
        r"|passed|loaded|returned|available)\b|\bcontradicts?\b|\bas a single\b|\bnot enough\b"
    ),
    "diagnosis": (
        r"\b(?:root cause|culprit|turns? out|the (?:real |actual |main |core |underlying )?"
        r"(?:issue|problem|bug|cause|reason) (?:is|was|here|seems|must|might|comes)"
        r"|that'?s (?:why|likely|the (?:issue|problem|bug|cause)))\b"
    ),
    "conclusion": (
        r"^(?:that'?s (?:why|how)|this (?:is (?:why|because)|means|causes|caused|breaks|broke"
        r"|makes|made|explains|leads)|which means|as a result|so (?:the|it|that|this|when))\b"
    ),
    "musing": (
        r"^(?:(?:but|so|also|now|and|okay|ok|hmm|wait|well|actually|for (?:now|example)|first"
        r"|before (?:that|this|diving[^,]*|I do that)|since[^,]*|looking[^,]*|to help[^,]*),? )*"
        r"(?:I|I'm|I've|I'd|I'll|it might|it's important|maybe|let me|let's|we need|we should"
        r"|the user)\b"
    ),
    "next": (
        r"^if (?:this|it|that|you) (?:still|doesn'?t|don'?t|fails)\b|\bnext steps?\b"
        r"|\bremaining\b|\bto-?dos?:|\bstill (?:need|needs|to|have to|missing|open)\b"
        r"|\bleft to do\b|\bfollow-?ups?\b|\bneeds? to be\b|\bplease (?:run|try|restart"
        r"|rebuild|test|check|verify|retry|confirm|change|allow|add|set|decide|provide|approve"
        r"|install|enable|tell)\b|\btry (?:it |again|running|the)\b|\byou(?:'ll| will| can"
        r"| may) (?:need to|now|want to)\b|\bonce (?:you|this|that|it)\b|\bnot yet\b"
        r"|\b(?:re)?run\b.*\bagain\b|\bto be done\b|\bwe (?:can|could|should) (?:then|also"
        r"|now)\b"
    ),
    "next_heading": (
        r"\bnext\b|\bremaining\b|\bto-?dos?\b|\bfollow-?ups?\b|\bpending\b|\bto finish\b"
        r"|\bleft\b|\bwhat'?s next\b|\bif you want\b|\bsuggest(?:ed|ions)?\b|\brecommend(?:ed"
        r"|ations)?\b|\bto (?:test|try|verify|run)\b|\boptional\b|\byou (?:can|may|should"
        r"|need)\b"
    ),
    "invite": (
        r"^(?:(?:now|then|please|you can(?: now)?|to \w+(?: \w+)?),? )*(?:try|run|re-?run"
        r"|restart|rebuild|test|verify|start|use|execute|retry)\b"
    ),
    "offer": (
        r"\bwant me to\b|\bwould you like\b|\bshall I\b|\bshould I\b|\blet me know (?:if|when"
        r"|which|how)\b|\bdo you want\b|\bif you(?:'d)? (?:want|like|prefer)\b|\bI can (?:also"
        r"|now|then|proceed)?\b|\bhow would you like\b|\bwhich (?:one|option|approach) (?:do"
        r"|would)\b"
    ),
    "blocker": (
        r"\bblock(?:ed|er|ing)\b|\bI (?:can't|cannot|couldn't|could not)\b|\b(?:can't|cannot"
        r"|couldn't|could not) (?:proceed|continue|run|be run|access|verify|connect|reach"
        r"|resolve|find|install|push)\b|\bunable to\b|\bnot available\b|\bpermission denied\b"
        r"|\bunconfirmed\b|\bnot (?:been )?(?:verified|tested|run)\b|\b(?:did|have|was"
        r"|were)(?:n't| not) (?:run|been run|tested|verified)\b|\bstill (?:fail|broken|see|get"
        r"|hap|not)\w*|\bwaiting (?:for|on)\b|\bneed(?:s)? your\b|\bunresolved\b"
        r"|\bopen question\b|\bunclear\b|\btests? not run\b|\bunauthori[sz]ed\b|\bforbidden\b"
        r"|\btimed out\b|\bnot installed\b|\b(?:not|isn't|aren't) allowed\b"
    ),
    "correction": (
        r"^\s*(?:no\b|nope|don'?t\b|do not\b|stop\b|wait\b|actually\b|hmm|hm\b"
        r"|not (?:that|like|what|quite|the|this|so|here)\b"
        r"|why (?:did|are|is|do|not|would|don'?t|isn'?t)|wrong|instead\b|but\b|you (?:should"
        r"|didn'?t|forgot|missed|can)|please don'?t|oops|sorry|undo|revert)|\binstead\b"
        r"|\bshould(?:n't| not| be| have)\b|\bdon'?t\b|\bdo not\b|\bthat'?s (?:not|wrong)\b"
        r"|\bnot what\b|\bI (?:said|meant|asked|don'?t|prefer)\b"
        r"|\byou (?:missed|forgot|didn'?t|broke|removed)\b|\bI(?:'d| would) rather\b"
        r"|\bstill (?:not|doesn'?t|see|get|fail)"
    ),
    "instruction": (
        r"\b(?:use|always|never|must|should|only|don'?t|do not|make sure|keep|prefer|instead"
        r"|without|avoid|rather|commit (?:as|after|each)|after (?:you|each)|before (?:you"
        r"|each)|first)\b"
    ),
    "trouble": (
        r"\berrors?\b|\bfail(?:s|ed|ing|ure)?\b|\bnot work(?:ing)?\b|\bdoesn'?t work\b"
        r"|\bbroken\b|\bcrash|\bexception\b|\btraceback\b|\bcannot\b|\bcan'?t\b|\bI (?:see|get"
        r"|got)\b|\bdenied\b|\bissue\b"
    ),
    "guess": (
        r"\b(?:might|maybe|perhaps|probably|would|could be|likely|possibly|I think|I wonder"
        r"|suppose|assuming|potentially|I should|I could|I can|I need|let me|let's|wait|hmm"
        r"|if)\b"
    ),
    "intent": (
        r"\b(?:I want|I plan|I'll|I've got to|I have to|I'm going to|we'll"
        r"|it's important to)\b"
    ),
    "chatter": (
        r"^(?:great|perfect|good|excellent|sure|ok(?:ay)?|got it|thanks"
        r"|you'?re (?:absolutely )?right|absolutely|understood|sounds good|let me\b|now let me"
        r"|now I(?:'ll| need)|I'll\b|i will\b|first,? (?:let|I)|here(?:'s| is| are)\b"
        r"|done[.!]?$|looking at|checking|let's (?:see|check|look))"
    ),
    "doing": (
        r"^(?:now )?(?:let me|let's|I'll|I will|I need to|I'm going to|next,? I|now I(?:'ll"
        r"| need)?|I'?m (?:now )?\w+ing)\b"
    ),
    "polite": (
        r"^\W*(?:(?:please|can you|could you|would you|can we|could we|let'?s|ok(?:ay)?,?|hi,?"
        r"|hey,?|so,?|alright,?|great,?|first,?|also,?|i'?(?:d| would) like (?:us |you )?to"
        r"|i want (?:us |you )?to|i need (?:you )?to|we (?:need|want|would like) to"
        r"|i(?: would|'d) suggest (?:that )?we"
        r"|your (?:task|job|goal) is to|just"
        r"|help me(?: to)?|now,?|then,?)\s+)+"
    ),
    "request": (
        r"^(?:add|allow|analy[sz]e|apply|bring|build|change|check|clean|compare|complete|configure"
        r"|convert|create|debug|delete|deploy|describe|design|document|draft|drop|enable|expand"
        r"|explain|explore|extend|extract|find|finish|fix|generate|get|give|handle|implement"
        r"|improve|init|install|integrate|investigate|look|make|merge|migrate|modify|move|optimi[sz]e"
        r"|plan|polish|port|prepare|publish|rebase|refactor|release|remove|rename|replace|research"
        r"|resolve|restore|restructure|revert|review|rewrite|run|separate|set up|setup|ship|show"
        r"|simplify|split|start|stop|support|switch|take|test|translate|try|tune|understand"
        r"|update|upgrade|use|validate|verify|work|write)\b"
    ),
    "agrees": r"^\W*(?:yes|yep|yeah|ok|okay|sure|go)\b",
    "acknowledgement": (
        r"^\W*(?:(?:yes|yep|yeah|ok(?:ay)?|sure|go (?:on|ahead)|continue|proceed|please|do it"
        r"|thanks?(?: you)?|great|good|nice|perfect|cool|lgtm|hi|hello|hey|warmup|test|ping"
        r"|got it|sounds good|looks good|try again|again|retry|done|k|y|n|no|resume"
        r"|never ?mind|keep going|carry on)\W*)+$"
    ),
}
