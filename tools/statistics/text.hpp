// SPDX-License-Identifier: Apache-2.0
// Texts and numbers as statistics services write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.hpp"

namespace yhdyspinta::tools::statistics {

/// The bytes of a file as UTF-8: the byte order mark is dropped, and what is not UTF-8 is taken for
/// ISO-8859-1. Nothing when the file is UTF-16.
[[nodiscard]] std::optional<std::string> as_utf8(const std::string& bytes);

/// A number, or the mark of one that is missing ("..", "." , "…", "-" or nothing). Where only an
/// interval is published (1-4) the value is its middle and the mark the interval.
struct Figure {
    std::optional<double> value;
    std::string mark;
};

/// Decimal point or comma; groups of three digits apart by a space of any kind. Nothing when the
/// text is no figure.
[[nodiscard]] std::optional<Figure> parse_figure(std::string_view text);

/// Without spaces around it and in small letters (å, ä and ö too), for comparing names.
[[nodiscard]] std::string folded(std::string_view text);

/// A name as the name of a folder: `Etelä-Savo` -> `etela_savo`.
[[nodiscard]] std::string folder_name(std::string_view name);

/// What diagnostics say, when the consequence is that nothing was written.
[[nodiscard]] std::string said(const base::Diagnostics& diagnostics);

/// 12008 -> "12 008".
[[nodiscard]] std::string grouped(double whole);

/// At most so many decimals, without zeros at the end.
[[nodiscard]] std::string decimal(double value, int decimals);

}  // namespace yhdyspinta::tools::statistics
