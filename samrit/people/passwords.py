"""Django's checks of a new password, with sentences that people here read (Django has none in Thai)."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext


class NotLikeThePerson(password_validation.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self) -> str:
        return gettext("รหัสผ่านคล้ายชื่อหรืออีเมลของคุณเกินไป – เลือกคำอื่น")


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return gettext("รหัสผ่านสั้นเกินไป – ใช้อย่างน้อย %(length)s ตัวอักษร เช่นวลีที่จำง่ายหลายคำ") % {
            "length": self.min_length
        }


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return gettext("รหัสผ่านนี้มีผู้ใช้มากจนเดาง่าย – เลือกคำอื่น")


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return gettext("รหัสผ่านมีแต่ตัวเลข – เพิ่มตัวอักษรด้วย")
