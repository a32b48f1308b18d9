"""Sessions in other languages than English: the same rules, other cues."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from baton.making.choosing import Shelf, tokens
from baton.making.evidence import mine
from baton.making.evidence.sentences import clip, length, pieces
from baton.making.extract import compose
from baton.model.document import Handoff
from tests.making.story import NOW, ROOT, asks, edits, fails, runs, says, session


class Told(NamedTuple):
    """A short session in one language: what is said, and the alternative that it turns down."""

    request: str
    decision: str
    rejected: str
    lesson: str
    done: str
    correction: str
    step: str


LANGUAGES = {
    "Japanese": Told(
        "買い物かごの合計が一円ずれるので修正してください。",
        "丸め誤差を避けるため、浮動小数点数ではなく整数の円で計算する方針にします。",
        "浮動小数点数",
        "原因は合計を二回丸めていたことでした。",
        "`basket.py` の合計を整数で計算するように修正しました。",
        "違います、税は最後に一度だけ丸めてください。",
        "ブラウザのテストを実行する",
    ),
    "Chinese": Told(
        "请修复购物车总额差一分钱的问题。",
        "我决定用整数分来计算，而不是浮点数，因为浮点数会丢精度。",
        "浮点数",
        "根本原因是总额被四舍五入了两次。",
        "已经修复了 `basket.py` 里的总额计算，现在会用整数分。",
        "不对，税只能在最后四舍五入一次。",
        "运行浏览器测试并检查结果",
    ),
    "Korean": Told(
        "장바구니 합계가 1원 틀리는 문제를 고쳐 주세요.",
        "반올림 오류 때문에 부동소수점 대신 정수를 사용하기로 결정했습니다.",
        "부동소수점",
        "원인은 합계를 두 번 반올림한 것이었습니다.",
        "`basket.py` 의 합계 계산을 정수로 수정했습니다.",
        "아니, 세금은 마지막에 한 번만 반올림해야 합니다.",
        "브라우저 테스트를 실행하기",
    ),
    "Spanish": Told(
        "Por favor corrige el total de la cesta, falla por un céntimo.",
        "Decidí usar céntimos enteros en lugar de números flotantes, porque pierden precisión.",
        "números flotantes",
        "La causa era que el total se redondeaba dos veces.",
        "He corregido el total en `basket.py` y ahora se calcula en céntimos.",
        "No, el impuesto debe redondearse una sola vez al final.",
        "Ejecutar las pruebas del navegador",
    ),
    "Portuguese": Told(
        "Por favor corrija o total do carrinho, está errado por um centavo.",
        "Decidi usar centavos inteiros em vez de números flutuantes, pois perdem precisão.",
        "números flutuantes",
        "A causa era que o total foi arredondado duas vezes.",
        "Corrigi o total em `basket.py` e agora o valor está em centavos.",
        "Não, o imposto deve ser arredondado uma única vez no fim.",
        "Executar os testes do navegador",
    ),
    "German": Told(
        "Bitte behebe die Summe des Warenkorbs, sie ist um einen Cent falsch.",
        "Ich habe mich entschieden, Cent zu nehmen statt Gleitkommazahlen, weil die runden.",
        "Gleitkommazahlen",
        "Die Ursache war, dass die Summe zweimal gerundet wurde.",
        "Ich habe die Summe in `basket.py` korrigiert und auf ganze Cent umgestellt.",
        "Nein, die Steuer soll erst am Ende gerundet werden.",
        "Die Browsertests ausführen",
    ),
    "French": Told(
        "S'il te plaît, corrige le total du panier, il est faux d'un centime.",
        "J'ai décidé de compter en centimes au lieu de nombres flottants, puisqu'ils arrondissent.",
        "nombres flottants",
        "La cause était que le total était arrondi deux fois.",
        "J'ai corrigé le total dans `basket.py` et ajouté un test.",
        "Non, la taxe doit être arrondie une seule fois à la fin.",
        "Lancer les tests du navigateur",
    ),
}  # fmt: skip
HEADINGS = {
    "Japanese": "次の手順",
    "Chinese": "下一步",
    "Korean": "다음 단계",
    "Spanish": "Próximos pasos",
    "Portuguese": "Próximos passos",
    "German": "Nächste Schritte",
    "French": "Prochaines étapes",
}


def drafted(language: str) -> Handoff:
    told = LANGUAGES[language]
    events = session(
        asks(told.request),
        says(told.decision),
        edits(f"{ROOT}/basket.py"),
        fails("pytest", "FAILED test_basket.py::test_total\n1 failed"),
        says(told.lesson),
        asks(told.correction),
        edits(f"{ROOT}/basket.py"),
        runs("pytest", "3 passed"),
        says(f"{told.done}\n\n## {HEADINGS[language]}\n\n- {told.step}\n"),
    )
    return compose(mine(events, ROOT, None), NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_session_in_another_language(language: str) -> None:
    told = LANGUAGES[language]
    handoff = drafted(language)
    assert handoff.goal.split("\n")[0] == told.request
    assert told.done in [claim.text for claim in handoff.accomplished]
    decided = {decision.what: decision for decision in handoff.decisions}
    assert told.rejected in decided[told.decision].rejected
    lessons = [claim.text for claim in handoff.lessons]
    assert any(told.lesson in text for text in lessons)
    assert any(told.correction in text for text in lessons)
    assert told.step in [step.text for step in handoff.next_steps]
    assert handoff.title != "Session without a stated goal"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("合計を整数で計算するように修正しました。", "合計は整数で計算するように修正しました。"),
        ("已经修复了购物车的总额计算", "购物车的总额计算已经修复了"),
        ("장바구니 합계 계산을 정수로 수정했습니다", "장바구니의 합계 계산을 정수로 수정했습니다"),
        ("La función calcula el total en céntimos", "la función ya calcula el total en céntimos"),
        ("Итог корзины считается в копейках", "итог корзины теперь считается в копейках"),
    ],
)
def test_the_same_is_said_once_in_any_script(one: str, other: str) -> None:
    shelf = Shelf()
    assert shelf.take(one)
    assert not shelf.take(other)


def test_different_things_in_one_script_both_stay() -> None:
    shelf = Shelf()
    assert shelf.take("合計を整数で計算するように修正しました。")
    assert shelf.take("ログイン画面の色を青に変更しました。")


@pytest.mark.parametrize("text", ["שלום עולם חדש", "مرحبا بالعالم", "Καλημέρα κόσμε", "สวัสดีชาวโลก"])
def test_every_script_has_words(text: str) -> None:
    assert tokens(text)


def test_words_with_accents_stay_whole() -> None:
    assert tokens("función") == {"función"}


def test_text_without_spaces_has_a_length_and_is_cut_at_its_marks() -> None:
    text = "合計を整数で計算しました。" * 20
    assert length(text) > 100
    cut = clip(text, 20)
    assert cut.endswith("。")
    assert length(cut) <= 21


def test_sentences_of_other_scripts_are_told_apart() -> None:
    assert [piece.text for piece in pieces("Está hecho. Él lo probó. ¿Seguimos?")] == [
        "Está hecho.",
        "Él lo probó.",
        "¿Seguimos?",
    ]
