"""What Typer, pydantic and this project's schemas find wrong, in Vietnamese: they say it in English.

Programs are given the English (`--json`), which is what the server answers them with. A person is given one sentence in
one language.
"""

import re
from types import MappingProxyType

from schemas.bodies import Language
from vinhdanh.cli.language import LANGUAGE

_USE = (
    (r"Missing (?:argument|option) '(.+)'\.", r"thiếu \1."),
    (r"Missing command\.", "thiếu lệnh; vinhdanh --help liệt kê các lệnh."),
    (r"No such command '(.*?)'\.(?: Did you mean (.+)\?)?", r"không có lệnh \1.| Có phải \2?"),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", r"không có tùy chọn \1.| Có phải \2?"),
    (r"Got unexpected extra arguments? \((.*)\)", r"thừa tham số: \1."),
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"thừa tham số: \1."),
    (r"Option '(.+)' requires an argument\.", r"\1: thiếu giá trị."),
    (r"Option '(.+)' does not take a value\.", r"\1: không nhận giá trị."),
    (r"'(.+)': No such file or directory", r"không có tệp \1."),
    (r"'(.+)': Is a directory", r"\1 là thư mục, không phải tệp."),
    (r"'(.+)': Permission denied", r"không được phép đọc tệp \1."),
    (r"(?:dir|Directory) '(.+)' does not exist\.", r"không có thư mục \1."),
    (r"(?:dir|Directory) '(.+)' is a file\.", r"\1 là tệp, không phải thư mục."),
    (
        r"Value error, '(.*)' does not match the formats? .*",
        r"\1 không phải ngày; viết như 2024-03-15 hoặc 15/03/2024.",
    ),
    (r"Value error, '(.*)' is not one of (.+)\.", r"\1 không phải một trong \2."),
)
"""How Typer says that a command was written wrongly; behind a bar, what is added where it suggests another name."""

_FIELD = (
    (r"Field required", "chưa có"),
    (r"Extra inputs are not permitted", "không thuộc mẫu này"),
    (r"Input should be a valid string", "phải là chữ"),
    (r"Input should be a valid integer.*", "phải là số nguyên"),
    (r"Input should be a valid (?:number|decimal).*", "phải là số"),
    (r"Decimal input should be an integer, float, string or Decimal object", "phải là số"),
    (r"Input should be a finite number", "phải là số"),
    (r"Decimal input should have no more than (\d+) decimal places?", r"có nhiều nhất \1 chữ số sau dấu phẩy"),
    (r"Decimal input should have no more than (\d+) digits.*", r"có nhiều nhất \1 chữ số"),
    (r"Input should be a valid boolean.*", "phải là true hoặc false"),
    (r"Input should be a valid date\b(?!time).*", "phải là ngày, như 2024-03-15"),
    (r"Datetimes provided to dates should have zero time.*", "phải là ngày, không có giờ"),
    (r"Input should be a valid datetime.*", "phải là thời điểm, như 2024-03-15T17:00:00+07:00"),
    (r"Input should have timezone info", "phải ghi múi giờ, như 2024-03-15T17:00:00+07:00"),
    (r"Input should be a valid (?:tuple|list|array|set).*", "phải là danh sách"),
    (r"Input should be (?:an object|a valid dictionary.*)", "phải là đối tượng JSON"),
    (r"Input should be json/plain", "phải là JSON"),
    (r"Input should be (?:less|smaller) than or equal to (.+)", r"nhiều nhất là \1"),
    (r"Input should be greater than or equal to (.+)", r"ít nhất là \1"),
    (r"Input should be less than (.+)", r"phải nhỏ hơn \1"),
    (r"Input should be greater than (.+)", r"phải lớn hơn \1"),
    (r"Input should be ('.+)", r"phải là một trong \1"),
    (r"Unable to extract tag using discriminator '?(\w+)'?.*", r"chưa có \1"),
    (r"Input tag '.*' found using .* does not match any of the expected tags: (.+)", r"phải là một trong \1"),
    (r"String should have at least (\d+) characters?", r"phải có ít nhất \1 ký tự"),
    (r"String should have at most (\d+) characters?", r"dài nhất \1 ký tự"),
    (r"String should match pattern .*", "không đúng cách viết"),
    (r"\w+ should have at least (\d+) items? after validation, not (\d+)", r"phải có ít nhất \1 mục, đây là \2"),
    (r"\w+ should have at most (\d+) items? after validation, not (.+)", r"có nhiều nhất \1 mục"),
    (r"Invalid JSON: .* at line (\d+) column (\d+)", r"không đọc được JSON, ở dòng \1 cột \2"),
    (r"Invalid JSON.*", "không đọc được JSON"),
    (r"larger than (\d+) bytes", r"lớn hơn \1 byte"),
    (r"holds more than (\d+) values or (\d+) objects", r"có hơn \1 giá trị hoặc \2 đối tượng"),
    (r"(\d+) fields are wrong", r"\1 mục không đúng"),
    (r"(\d+) more", r"còn \1 mục nữa"),
)
"""How pydantic, and the reading of a body, say what is wrong with a field."""

_OWN = MappingProxyType(
    {
        "only a body's identifier is read: its name is in the register": "chỉ ghi mã; tên, hộp thư và thành viên lấy"
        " theo danh mục cơ quan, đơn vị",
        "a dossier stands twice on the list": "một hồ sơ có hai lần trong danh sách",
        "a dossier stands twice on the agenda": "một hồ sơ có hai lần trong chương trình",
        "the places of an award are given twice": "chỉ tiêu của một hình thức được nêu hai lần",
        "the ballot would close before it opens": "thời điểm đóng phiếu phải sau thời điểm mở bỏ phiếu",
        "an amendment strikes or adds something": "phải bỏ hoặc thêm ít nhất một hồ sơ",
        "a dossier stands twice in the amendment": "một hồ sơ có hai lần trong phần sửa",
        "points are contested with a reason, and without a sheet": "ý kiến về điểm phải có lý do, không kèm bảng điểm",
        "points are given on a sheet": "phải có bảng điểm",
        "a supplement brings papers or a note": "phải có giấy tờ hoặc ghi chú",
        "a dossier is returned or refused with reasons": "trả lại, không đề nghị phải có lý do",
        "a dossier is returned with reasons": "trả lại phải có lý do",
        "an award is granted by a numbered decision": "khen thưởng phải có số quyết định",
        "a period ends after it begins": "ngày cuối phải sau ngày đầu",
        "an office ends before it begins": "ngày cuối phải sau ngày đầu",
        "a seat stands twice on the roll": "một thành viên có hai lần trong danh sách",
        "the chair is not on the roll": "chủ tọa không có trong danh sách thành viên",
        "a deputy is not on the roll, or is the chair": "người thay chủ tọa không có trong danh sách, hoặc là chủ tọa",
        "a teller is named twice": "một người có hai lần trong ban kiểm phiếu",
        "a seat is named twice among those present": "một thành viên có hai lần trong danh sách có mặt",
        "a substitute stands twice at one seat, or is the seat itself": "người biểu quyết thay bị trùng",
        "an instant lies between 1945-09-02 and 2199-12-31": "thời điểm phải từ 02/9/1945 đến 31/12/2199",
        "a group of the scoring table stands twice": "một nhóm có hai lần trong bảng điểm",
    }
)
"""How the validators of `schemas` say so."""

_OWN_COUNTED = (
    (r"a letter bears at most (\d+) marks", r"một chữ có nhiều nhất \1 dấu"),
    (r"the dossiers and their reasons take more than (\d+) bytes", r"danh sách hồ sơ và lý do lớn hơn \1 byte"),
    (r"the scoring table comes to more than (\d+) points", r"bảng điểm có hơn \1 điểm"),
    (r"a share of (.+) of the groups' points can never be reached", r"không thể đạt \1 số điểm của các nhóm"),
)

_PATTERNS = tuple((re.compile(english), vietnamese) for english, vietnamese in (*_USE, *_FIELD, *_OWN_COUNTED))

_ENUM_VALUE = re.compile(r"<\w+\.\w+: ('[^']*')>")
"""How pydantic writes a value that a literal of an enum may have."""

_IN_A_FIELD = re.compile(r"Invalid value(?: for '(.+?)'(?: \(env var: '\w+'\))?)?: (.*)", re.DOTALL)


def wrong_use(message: str) -> str:
    """Return what Typer found wrong with a command, in the language of this process."""
    if LANGUAGE is Language.ENGLISH:
        return message.removeprefix("Invalid value: ")
    if found := _IN_A_FIELD.fullmatch(message):
        where, what = found.groups()
        return f"{where}: {_vietnamese(what)}" if where and not what.startswith("'") else _vietnamese(what)
    return _vietnamese(message)


def wrong_field(line: str) -> str:
    """Return what is wrong with a field (`place: what is wrong`), in the language of this process."""
    if LANGUAGE is Language.ENGLISH:
        return line
    place, _, what = line.partition(": ")
    return f"{place.replace('(body)', 'nội dung')}: {_vietnamese(what)}"


def _vietnamese(english: str) -> str:
    english = _ENUM_VALUE.sub(r"\1", english)
    own = english.removeprefix("Value error, ")
    if own in _OWN:
        return _OWN[own]
    for pattern, vietnamese in _PATTERNS:
        if found := pattern.fullmatch(english) or pattern.fullmatch(own):
            always, _, perhaps = vietnamese.partition("|")
            suggests = perhaps and found.group(pattern.groups)
            return found.expand(always + perhaps if suggests else always).replace("' or '", "' hoặc '")
    return english
