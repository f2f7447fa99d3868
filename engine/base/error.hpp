// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace yhdyspinta::base {

/// The user asked for something that cannot be done; the text is for the user.
class UserError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Input files are wrong; the text is the formatted list of diagnostics. Exit code 3.
class InputError : public UserError {
public:
    using UserError::UserError;
};

/// The command line is wrong. Exit code 2.
class UsageError : public UserError {
public:
    using UserError::UserError;
};

/// The model did something impossible while it ran (negative duration, endless loop at one instant,
/// failed audit); the text names simulated time, entity, place, replication and seed. Exit code 4.
class ModelError : public UserError {
public:
    using UserError::UserError;
};

/// The program itself is wrong. Exit code 70.
class InternalError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

}  // namespace yhdyspinta::base
