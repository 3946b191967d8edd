"""Typer's commands in the language of the command line: Typer itself speaks English only."""

from typing import Any

from typer import rich_utils
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from vinhdanh.cli.language import words

rich_utils.OPTIONS_PANEL_TITLE = words("Tùy chọn", "Options")
rich_utils.ARGUMENTS_PANEL_TITLE = words("Tham số", "Arguments")
rich_utils.COMMANDS_PANEL_TITLE = words("Lệnh", "Commands")
rich_utils.DEFAULT_STRING = words("[mặc định: {}]", "[default: {}]")
rich_utils.ENVVAR_STRING = words("[biến môi trường: {}]", "[env var: {}]")
rich_utils.REQUIRED_LONG_STRING = words("[bắt buộc]", "[required]")

_OPTIONS = words("[TÙY_CHỌN]", "[OPTIONS]")
_COMMAND = words("LỆNH [THAM_SỐ]...", "COMMAND [ARGS]...")
_USAGE = words("Cách dùng: ", "Usage: ")
_HELP = words("In trợ giúp này, rồi thôi.", "Show this message and exit.")

_VALUES = {
    str: words("CHỮ", "TEXT"),
    int: words("SỐ", "NUMBER"),
    float: words("SỐ", "NUMBER"),
    bool: "",
}
"""What stands in help for an option's value where the option names none."""


class _Localized:
    """Usage and help option in the language of this process; mixed into Typer's two classes of commands."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_USAGE)

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        option: TyperOption | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _HELP
            _name_values([option])
        return option


class Command(_Localized, TyperCommand):
    """A command whose usage and help are in the language of this process."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **{**options, "options_metavar": _OPTIONS})
        _name_values(self.params)


class Group(_Localized, TyperGroup):
    """The commands together, likewise."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **{**options, "options_metavar": _OPTIONS, "subcommand_metavar": _COMMAND})
        _name_values(self.params)


def _name_values(parameters: list[Any]) -> None:
    for parameter in parameters:
        if isinstance(parameter, TyperOption) and parameter.metavar is None:
            parameter.metavar = _VALUES.get(parameter.type_descriptor.annotation)
        if isinstance(parameter, TyperArgument):
            # Its name says what it is; Typer would add the name of a Python type.
            parameter.display_type_rich = _no_type  # type: ignore[method-assign]


def _no_type(ctx: object) -> None:
    return None
