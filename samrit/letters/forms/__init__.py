"""Input about letters, as clean values."""

from samrit.letters.forms.intakes import ENDINGS, ConfirmForm, LetterForm, MoveForm, SettleForm

__all__ = ["ENDINGS", "ConfirmForm", "LetterForm", "MoveForm", "SettleForm"]
