"""The samples that more-cases.jsonl is recorded from: tables of requests, one function a rule.

A sample is a case without its answer. Where we differ from Knox on purpose, `ours` says what we answer and `note` why.
"""

import base64
import json
import unicodedata

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PASSWORD = "Zx9!vorpal-Tundra"
EMAIL = "more@example.com"
ALICE = "Correct-Horse-9!"
VALID = {"Authorization": "Token {{valid_token}}"}
MISSING = object()

NO_CREDENTIALS = "Authentication credentials were not provided."
BAD_NAME = "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."
NAME_TAKEN = "A user with that username already exists."
NAME_TOO_LONG = "Ensure this field has no more than 150 characters."


def sample(name, method, path, headers=None, body=None, **more):
    request = {"method": method, "path": "/api/auth/" + path, "headers": headers or {}, "body": body}
    if isinstance(body, bytes):
        del request["body"]
        request["body_base64"] = base64.b64encode(body).decode()
    return {"case": name, "settings": "default", "request": request, **more}


def register(name, body, headers=JSON, **more):
    return sample("register." + name, "POST", "register", headers, body, **more)


def login(name, body, headers=JSON, **more):
    return sample("login." + name, "POST", "login", headers, body, **more)


def members(**fields):
    """A JSON object of members already written as JSON; MISSING ones are left out."""
    return "{" + ", ".join(f'"{name}": {value}' for name, value in fields.items() if value is not MISSING) + "}"


def quoted(text):
    return json.dumps(text)


def created(username, email=EMAIL):
    return {
        "status": 201,
        "body": {
            "user": {"id": "{{int}}", "username": username, "email": email},
            "token": "{{token:64 hex}}",
            "expiry": "{{expiry:YYYY-MM-DDTHH:MM:SS.ffffffZ}}",
        },
        "headers": JSON,
    }


def logged_in(username):
    return created(username, username + "@example.com") | {"status": 200}


def refused(status=400, **errors):
    return {"status": status, "body": errors, "headers": JSON}


def keys(status, *names):
    return {"status": status, "body_keys": list(names), "headers": JSON}


def unauthorized(detail):
    return {"status": 401, "body": {"detail": detail}, "headers": JSON | {"WWW-Authenticate": "Token"}}


# --- methods and paths ---

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
OPEN_PATHS = ("register", "login")
GUARDED_PATHS = ("user", "logout", "logoutall")


def methods():
    for path in OPEN_PATHS:
        for method in METHODS:
            if method != "POST":
                yield sample(f"{path}.method.{method.lower()}", method, path)
                yield sample(f"{path}.method.{method.lower()}.with_token", method, path, VALID)
    for path in GUARDED_PATHS:
        for method in METHODS:
            ok = {"ours": {"status": "2xx"}} if method == "OPTIONS" else {}
            yield sample(f"{path}.method.{method.lower()}.authenticated", method, path, VALID, **ok)
            yield sample(f"{path}.method.{method.lower()}.without_token", method, path, **ok)
            if method in ("HEAD", "DELETE", "BREW"):
                invalid = {"Authorization": "Token {{unknown_token}}"}
                yield sample(f"{path}.method.{method.lower()}.invalid_token", method, path, invalid)


def trailing_slash():
    body = members(username='"slash"', email='"slash@example.com"', password=quoted(PASSWORD))
    yield sample("register.slash.ok", "POST", "register/", JSON, body)
    yield sample("register.slash.empty", "POST", "register/", JSON, "{}")
    yield sample("register.slash.method", "GET", "register/")
    yield sample("login.slash.ok", "POST", "login/", JSON, members(username='"alice"', password=quoted(ALICE)))
    yield sample("login.slash.wrong", "POST", "login/", JSON, members(username='"alice"', password='"wrong"'))
    yield sample("login.slash.method", "DELETE", "login/")
    for path in GUARDED_PATHS:
        verb = "GET" if path == "user" else "POST"
        yield sample(f"{path}.slash.ok", verb, path + "/", VALID)
        yield sample(f"{path}.slash.no_header", verb, path + "/")
        yield sample(f"{path}.slash.invalid_token", verb, path + "/", {"Authorization": "Token {{unknown_token}}"})
        yield sample(f"{path}.slash.method", "PUT", path + "/", VALID)
        yield sample(f"{path}.slash.query", verb, path + "/?a=1&b=%20", VALID)


def unknown_paths():
    paths = (
        "/",
        "/api",
        "/api/",
        "/api/auth",
        "/api/auth/",
        "/api/auth/nope",
        "/api/auth/users",
        "/api/auth/User",
        "/API/AUTH/USER",
        "/api/auth/user/x",
        "/api/auth/user.json",
        "/api/auth/registers",
        "/api/auth/log-out",
        "/favicon.ico",
        "/api/auth/logout/all",
        "/auth/login",
        "/api/auth/nope?token=x",
    )
    for number, path in enumerate(paths):
        yield unknown(f"unknown.path_{number}.get", "GET", path, {})
        yield unknown(f"unknown.path_{number}.with_token", "POST", path, VALID)
    for method in ("HEAD", "PUT", "PATCH", "DELETE"):
        yield unknown(f"unknown.method.{method.lower()}", method, "/api/auth/nope", {})
    yield unknown("unknown.invalid_token", "GET", "/api/auth/nope", {"Authorization": "Token nonsense"})


def unknown(name, method, path, headers):
    request = {"method": method, "path": path, "headers": headers, "body": None}
    return {"case": name, "settings": "default", "request": request}


# --- JSON values ---

INFINITE = "a number too large for a double; Python reads it as infinity"
NUMBERS = {
    "zero": "0",
    "negative": "-5",
    "minus_zero": "-0",
    "minus_zero_float": "-0.0",
    "one_point_zero": "1.0",
    "tenth": "0.1",
    "trailing_zero": "1.10",
    "1e2": "1e2",
    "1E5": "1E5",
    "1e15": "1e15",
    "1e16": "1e16",
    "1e17": "1e17",
    "1e22": "1e22",
    "1e23": "1e23",
    "8.41e21": "8.41e21",
    "2e23": "2e23",
    "1e-4": "1e-4",
    "1e-5": "1e-5",
    "123e-7": "123e-7",
    "2.0e-3": "2.0e-3",
    "smallest": "5e-324",
    "largest": "1.7976931348623157e308",
    "underflow": "1e-400",
    "negative_float": "-2.50",
    "pi": "3.141592653589793238",
    "2_to_53_and_1": "9007199254740993",
    "2_to_53_and_1_float": "9007199254740993.0",
    "thirty_digits": "123456789012345678901234567890",
    "thirty_digits_float": "123456789012345678901234567890.5",
    "16_digits_float": "1234567890123456.7",
    "17_digits_float": "12345678901234567.8",
    "plus_exponent": "1e+3",
    "int_64": "9223372036854775808",
}
OVERFLOWS = {"1e400": "1e400", "minus_1e400": "-1e400"}
OTHERS = {
    "missing": MISSING,
    "null": "null",
    "true": "true",
    "false": "false",
    "empty": '""',
    "space": '" "',
    "list": "[]",
    "list_of_string": '["a"]',
    "object": "{}",
    "object_of_string": '{"a": "b"}',
    "nul": r'"\u0000"',
    "nul_inside": r'"a\u0000b"',
    "surrogate": r'"\ud800"',
    "surrogate_low_inside": r'"a\udfffb"',
    "surrogates_reversed": r'"\ude00\ud83d"',
    "two_surrogates": r'"a\ud800b\udbff"',
    "nul_and_surrogate": r'"a\u0000\ud800"',
    "newline": r'"a\nb"',
    "tab_around": r'"\ta\t"',
}


def register_values():
    for name, value in (NUMBERS | OTHERS).items():
        if not name.startswith("nul_and"):
            yield register(
                f"value.username.{name}", members(username=value, email=quoted(EMAIL), password=quoted(PASSWORD))
            )
        blank = {"ours": keys(400, "password"), "note": "a password of white space alone"} if name == "space" else {}
        yield register(
            f"value.password.{name}", members(username='"valuer"', email=quoted(EMAIL), password=value), **blank
        )
    for name in ("zero", "negative", "tenth", "1e22", "thirty_digits"):
        yield register(
            f"value.email.{name}", members(username='"valuer"', email=NUMBERS[name], password=quoted(PASSWORD))
        )
    for name, value in OTHERS.items():
        yield register(f"value.email.{name}", members(username='"valuer"', email=value, password=quoted(PASSWORD)))
    for name, value in OVERFLOWS.items():
        for field in ("username", "email", "password"):
            fields = {"username": '"valuer"', "email": quoted(EMAIL), "password": quoted(PASSWORD), field: value}
            message = "Enter a valid email address." if field == "email" else "Not a valid string."
            yield register(
                f"value.{field}.{name}", members(**fields), ours=refused(**{field: [message]}), note=INFINITE
            )


def login_values():
    some = {name: NUMBERS[name] for name in ("zero", "negative", "1e22", "thirty_digits_float")}
    for name, value in (some | OTHERS).items():
        yield login(f"value.username.{name}", members(username=value, password='"x"'))
        yield login(f"value.password.{name}", members(username='"alice"', password=value))
    for name, value in OVERFLOWS.items():
        for field in ("username", "password"):
            fields = {"username": '"alice"', "password": quoted(ALICE), field: value}
            yield login(
                f"value.{field}.{name}",
                members(**fields),
                ours=refused(**{field: ["Not a valid string."]}),
                note=INFINITE,
            )
    for name, number, text in (
        ("int", "12345", "12345"),
        ("float", "1e2", "100.0"),
        ("exponent", "1e22", "1e+22"),
        ("big", "123456789012345678901234567890", "123456789012345678901234567890"),
        ("small", "0.00001", "1e-05"),
        ("minus_zero", "-0.0", "-0.0"),
    ):
        setup = {"users": [{"username": text, "password": text}]}
        yield login(f"value.number_is_its_text.{name}", members(username=number, password=number), setup=setup)
    yield login("value.number_password_of_alice", members(username='"alice"', password="1"))


def long_numbers():
    """Python reads integers of up to 4,300 digits."""
    for digits in (1001, 4300, 4301):
        number = "9" * digits
        yield register(
            f"value.password.digits_{digits}", members(username='"valuer"', email=quoted(EMAIL), password=number)
        )
        yield login(f"value.password.digits_{digits}", members(username='"alice"', password=number))
    yield register(
        "value.username.digits_1001", members(username="9" * 1001, email=quoted(EMAIL), password=quoted(PASSWORD))
    )
    yield register(
        "value.username.fraction_1001",
        members(username="0." + "3" * 1001, email=quoted(EMAIL), password=quoted(PASSWORD)),
    )


def top_level():
    bodies = {
        "null": "null",
        "true": "true",
        "false": "false",
        "int": "1",
        "big_int": "1" * 30,
        "float": "1.5",
        "exponent": "1e3",
        "string": '"abc"',
        "empty_string": '""',
        "list": "[]",
        "list_of_objects": "[{}]",
        "padded_null": " null\n",
        "padded_object": "\r\n\t {} \n",
    }
    for name, body in bodies.items():
        yield register(f"top.{name}", body)
        yield login(f"top.{name}", body)
    for path in (register, login):
        yield path("top.infinity", "1e400")


def malformed():
    bodies = {
        "comma": '{"username": "a",}',
        "comment": '{"username": "a" /* no */}',
        "unquoted": "{username: 1}",
        "leading_zero": '{"username": 01}',
        "plus": '{"username": +1}',
        "dot": '{"username": .5}',
        "trailing_dot": '{"username": 5.}',
        "hex": '{"username": 0x1}',
        "infinity": '{"username": Infinity}',
        "minus_infinity": '{"username": -Infinity}',
        "control": '{"username": "a\x01b"}',
        "raw_tab": '{"username": "a\tb"}',
        "raw_newline": '{"username": "a\nb"}',
        "bad_escape": r'{"username": "\x41"}',
        "short_escape": r'{"username": "\u12"}',
        "two_values": "{} {}",
        "unclosed": '{"username": "a"',
        "bracket": "[",
        "word": "nope",
        "True": "True",
        "two_colons": '{"a"::1}',
        "form_in_json": "username=alice&password=x",
        "nbsp": "\u00a0{}",
        "form_feed": "\f{}",
        "only_newline": "\n",
        "escaped_quote": r'{"username": "a\"}',
        "int_key": "{1: 2}",
        "semicolon": '{"a": 1};',
    }
    for name, body in bodies.items():
        yield register(f"malformed.{name}", body)
        if name in ("comma", "word", "two_values", "only_newline", "control"):
            yield login(f"malformed.{name}", body)
    utf8 = {"ours": keys(400, "detail"), "note": "a body that is not UTF-8"}
    broken = {
        "latin_1": b'{"username": "\xe9"}',
        "cut_short": b'{"username": "\xc3"}',
        "overlong": b'{"username": "\xc0\xaf"}',
        "surrogate": b'{"username": "\xed\xa0\x80"}',
        "beyond": b'{"username": "\xf4\x90\x80\x80"}',
        "ff": b"\xff\xfe",
        "utf_16": '{"username": "a"}'.encode("utf-16"),
    }
    for name, body in broken.items():
        yield register(f"utf8.{name}", body, **utf8)
        yield login(f"utf8.{name}", body, **utf8)
    deep = {"ours": keys(400, "detail"), "note": "nested too deep"}
    yield register("deep.lists", "[" * 20000, **deep)
    yield register("deep.closed_lists", "[" * 20000 + "]" * 20000, **deep)
    yield login("deep.objects", '{"a":' * 10000 + "1" + "}" * 10000, **deep)


def well_formed():
    fields = dict(email=quoted(EMAIL), password=quoted(PASSWORD))
    yield register(
        "json.escaped_key",
        r'{"user\u006eame": "escaped", "email": "more@example.com", "password": "Zx9!vorpal-Tundra"}',
    )
    yield register("json.escaped_value", members(username=r'"\u0061b\u0063"', **fields))
    yield register(
        "json.escaped_slash", members(username='"abc"', email=quoted(EMAIL), password=r'"Zx9!vorpal\/Tundra"')
    )
    yield register("json.surrogate_pair", members(username=r'"\ud801\udc00\ud801\udc01"', **fields))
    yield register("json.nested_extra", members(username='"nested"', extra='{"a": [1, {"b": null}]}', **fields))
    yield register("json.duplicate_last_null", members(username='"first"', **fields)[:-1] + ', "username": null}')
    yield register("json.duplicate_first_bad", '{"username": [1], ' + members(username='"second"', **fields)[1:])
    yield register("json.empty_key", members(username='"emptykey"', **fields)[:-1] + ', "": 1}')
    yield register("json.read_only_id_string", members(id='"x"', username='"readonly"', **fields))
    yield register("json.errors_in_order", members(username='"a b"', email='"x"', password='""'))
    yield register("json.two_missing", members(email='"x"'))
    yield register("json.bad_and_missing", members(username='"a b"'))
    yield login(
        "json.duplicate_keys", members(username='"nobody"', password=quoted(ALICE))[:-1] + ', "username": "alice"}'
    )
    yield login("json.email_is_no_username", members(username='"alice@example.com"', password=quoted(ALICE)))
    yield login("json.email_member", members(email='"alice@example.com"', password=quoted(ALICE)))
    yield login("json.id_member", members(id="1", username='"alice"', password=quoted(ALICE)))


# --- body sizes ---


def sizes():
    too_large = {"ours": keys(413, "detail"), "note": "a body over 64 KiB"}
    for path in (register, login):
        empty = members(username='"alice"', padding='""')
        whole = members(username='"alice"', padding='"' + "x" * (65536 - len(empty)) + '"')
        yield path("size.64_kib", whole)
        yield path("size.64_kib_and_1", whole + " ", **too_large)
        yield path("size.form_over", "username=" + "a" * 65536, FORM, **too_large)
        yield path("size.multi_byte_over", members(username='"' + "é" * 33000 + '"'), **too_large)
    hashed_not = {"note": "a password over 4,096 bytes"}
    for name, password in (
        ("4096", "x" * 4096),
        ("4097", "x" * 4097),
        ("4098_bytes", "é" * 2049),
        ("60000", "x" * 60000),
    ):
        yield login(f"size.password_{name}", members(username='"alice"', password=quoted(password)), **hashed_not)
    long_password = "x" * 4097
    yield login(
        "size.password_4097_is_right",
        members(username='"longpw"', password=quoted(long_password)),
        setup={"users": [{"username": "longpw", "password": long_password}]},
        ours=refused(non_field_errors=["Incorrect Credentials"]),
        **hashed_not,
    )
    yield register(
        "size.password_4097", members(username='"longpw"', email=quoted(EMAIL), password=quoted("aZ3$" * 1025))
    )
    yield login("size.username_1000", members(username=quoted("u" * 1000), password='"x"'))
    yield login("size.username_151", members(username=quoted("u" * 151), password='"x"'))


# --- content types ---


def content_types():
    readable = {
        "upper": "APPLICATION/JSON",
        "mixed": "Application/Json",
        "charset": "application/json; charset=utf-8",
        "charset_upper": "Application/JSON; charset=UTF-8",
        "charset_quoted": 'application/json; charset="utf-8"',
        "charset_tight": "application/json;charset=utf8",
        "semicolon": "application/json;",
        "parameter": "application/json; foo=bar",
        "padded": "  application/json  ",
        "charset_bogus": "application/json; charset=bogus",
        "space_before_semicolon": "application/json ; charset=utf-8",
        "ieee754": "application/json; odata.metadata=minimal",
    }
    for name, value in readable.items():
        yield register(f"type.json_{name}", "{}", {"Content-Type": value})
        yield login(f"type.json_{name}", members(username='"alice"', password=quoted(ALICE)), {"Content-Type": value})
    for name, value in {
        "upper": "APPLICATION/X-WWW-FORM-URLENCODED",
        "charset": "application/x-www-form-urlencoded; charset=UTF-8",
        "semicolon": "application/x-www-form-urlencoded;",
    }.items():
        yield login(f"type.form_{name}", "username=alice&password=Correct-Horse-9%21", {"Content-Type": value})
    refused_types = {
        "text_json": "text/json",
        "html": "text/html",
        "octets": "application/octet-stream",
        "json_suffix": "application/problem+json",
        "jsonx": "application/jsonx",
        "json_seq": "application/json-seq",
        "one_word": "application",
        "plain_charset": "text/plain; charset=utf-8",
        "two": "application/json, text/plain",
        "x_json": "application/x-json",
        "form_short": "application/x-www-form",
        "javascript": "application/javascript",
        "ndjson": "application/x-ndjson",
    }
    for name, value in refused_types.items():
        yield register(f"type.{name}", "{}", {"Content-Type": value})
    for name in ("octets", "plain_charset", "html"):
        yield login(f"type.{name}", "{}", {"Content-Type": refused_types[name]})
    multipart = '--x\r\nContent-Disposition: form-data; name="username"\r\n\r\nalice\r\n--x--\r\n'
    yield login("type.multipart", multipart, {"Content-Type": "multipart/form-data; boundary=x"})
    for name, value in {"text": "text/plain", "xml": "application/xml", "octets": "application/octet-stream"}.items():
        yield register(f"type.{name}_without_body", "", {"Content-Type": value})
        yield login(f"type.{name}_without_body", "", {"Content-Type": value})
    yield register("type.none_without_body", "", {})
    yield login("type.none_without_body", "", {})
    none = {
        "ours": refused(415, detail='Unsupported media type "" in request.'),
        "note": "the development server fills in text/plain; other servers leave the type empty",
    }
    yield login("type.none", "{}", {}, **none)
    yield login("type.empty", "{}", {"Content-Type": ""}, **none)
    yield register("type.header_name_lower", "{}", {"content-type": "application/json"})
    yield register("type.header_name_upper", "{}", {"CONTENT-TYPE": "application/json"})
    for path in GUARDED_PATHS:
        verb = "GET" if path == "user" else "POST"
        yield sample(f"{path}.type.xml_ignored", verb, path, VALID | {"Content-Type": "application/xml"}, "<a/>")
        yield sample(f"{path}.type.bytes_ignored", verb, path, VALID | JSON, b"\xff\xfe\x00")


ACCEPT = {"note": "Accept is ignored; every answer is JSON"}


def accepts():
    for name, value in {
        "xml": "application/xml",
        "html": "text/html",
        "image": "image/png",
        "bogus": "bogus",
        "json_v2": "application/json; version=2",
        "none": "application/json;q=0",
    }.items():
        yield login(
            f"accept.{name}",
            members(username='"alice"', password=quoted(ALICE)),
            JSON | {"Accept": value},
            ours=logged_in("alice"),
            **ACCEPT,
        )
        yield sample(
            f"user.accept.{name}_without_token",
            "GET",
            "user",
            {"Accept": value},
            ours=unauthorized(NO_CREDENTIALS),
            **ACCEPT,
        )
    yield sample("user.accept.language", "GET", "user", {"Accept-Language": "tr", "Authorization": "Token nonsense"})
    yield sample(
        "login.accept.language",
        "POST",
        "login",
        JSON | {"Accept-Language": "fr"},
        members(username='"alice"', password='"no"'),
    )
    yield sample(
        "user.format_suffix",
        "GET",
        "user?format=xml",
        VALID,
        ours={
            "status": 200,
            "body": {"id": "{{int}}", "username": "alice", "email": "alice@example.com"},
            "headers": JSON,
        },
        note="unknown query parameters are ignored",
    )
    yield sample(
        "login.format_query",
        "POST",
        "login?format=xml",
        JSON,
        "{}",
        ours=refused(username=["This field is required."], password=["This field is required."]),
        note="unknown query parameters are ignored",
    )
    yield sample("login.method_override", "POST", "login", JSON | {"X-HTTP-Method-Override": "GET"}, "{}")
    yield sample("login.query_is_no_body", "POST", "login?username=alice&password=x", JSON, "{}")


# --- forms ---


def forms():
    right = "username=alice&password=Correct-Horse-9%21"
    logins = {
        "empty": "",
        "username_only": "username=alice",
        "blank": "username=&password=",
        "no_equals": "username&password",
        "duplicate_last_wins": "username=nobody&" + right,
        "duplicate_last_wrong": right + "&username=nobody",
        "plus_is_space": "username=+alice+&password=Correct-Horse-9%21",
        "unescaped_bang": "username=alice&password=Correct-Horse-9!",
        "bad_percent": "username=alice&password=%zz",
        "percent_at_end": "username=alice&password=%",
        "not_utf8": "username=%ff&password=x",
        "bom": "\ufeff" + right,
        "semicolons": "username=alice;password=Correct-Horse-9%21",
        "brackets": "username[]=alice&password=x",
        "json_inside": '{"username": "alice", "password": "x"}',
        "ampersands": "&&" + right + "&&",
        "encoded_key": "user%6Eame=alice&password=Correct-Horse-9%21",
        "upper_key": "Username=alice&password=x",
        "equals_in_value": "username=alice&password=a=b",
        "nul": "username=a%00b&password=x",
        "plus_in_password": "username=alice&password=Correct+Horse",
        "space_in_key": "username+=alice&password=x",
        "raw_utf8": "username=élice&password=x",
        "newline_after": right + "\r\n",
        "null_word": "username=null&password=null",
        "lower_hex": "username=%61lice&password=Correct%2dHorse%2D9%21",
        "extra": right + "&is_staff=true",
        "question_mark": "?" + right,
        "raw_spaces": "username= alice &password=Correct-Horse-9!",
    }
    for name, body in logins.items():
        yield login(f"form.{name}", body, FORM)
    fine = "username=former&email=former%40example.com&password=Zx9%21vorpal-Tundra"
    registers = {
        "ok": fine,
        "ok_unicode": fine.replace("former", "%C3%A9ric", 1),
        "plus_in_email": fine.replace("former%40", "a%2Bb%40"),
        "space_in_email": fine.replace("former%40", "a+b%40"),
        "empty": "",
        "blank": "username=&email=&password=",
        "duplicates": "username=first&" + fine,
        "weak": fine.replace("Zx9%21vorpal-Tundra", "12345678"),
        "spaces_kept_in_password": fine.replace("Zx9%21vorpal-Tundra", "+Zx9%21+a+"),
        "bad_utf8_name": fine.replace("former", "%ff", 1),
        "taken": fine.replace("former", "taken", 1),
        "number_text": fine.replace("former", "1e2", 1),
    }
    for name, body in registers.items():
        yield register(f"form.{name}", body, FORM)
    yield login("form.raw_bytes_not_utf8", b"username=\xff&password=x", FORM)


# --- the Authorization header ---


def authorization():
    values = {
        "empty": "",
        "spaces": "   ",
        "scheme": "Token",
        "scheme_lower": "token {{valid_token}}",
        "scheme_mixed": "tOkEn {{valid_token}}",
        "tab": "Token\t{{valid_token}}",
        "tab_and_spaces": "Token \t {{valid_token}}",
        "trailing_tab": "Token {{valid_token}}\t",
        "leading_space": "  Token {{valid_token}}",
        "no_scheme": "{{valid_token}}",
        "joined": "Token{{valid_token}}",
        "colon": "Token:{{valid_token}}",
        "equals": "Token={{valid_token}}",
        "three_words": "Token a b",
        "four_words": "Token a b c",
        "valid_and_word": "Token {{valid_token}} x",
        "scheme_twice": "Token Token {{valid_token}}",
        "comma_after": "Token {{valid_token}},",
        "null": "Token null",
        "undefined": "Token undefined",
        "empty_quotes": 'Token ""',
        "unknown": "Token {{unknown_token}}",
        "logged_out": "Token {{logged_out_token}}",
        "another_end": "Token {{valid_token with another end}}",
        "upper": "Token {{valid_token upper case}}",
        "shortened": "Token {{valid_token without its last character}}",
        "padded": "Token {{valid_token}}=",
        "doubled": "Token {{valid_token}}{{valid_token}}",
        "expired": "Token {{expired_token}}",
        "inactive": "Token {{token_of_inactive_user}}",
        "deleted": "Token {{token_of_deleted_user}}",
        "one_letter": "Token x",
        "hex_40": "Token 401f7ac837da42b97f613d789819ff93537bee6a",
        "long": "Token " + "a" * 4000,
        "prefix_only": "Token tka_",
        "percent": "Token %20",
        "nbsp": "Token\u00a0{{valid_token}}",
        "zero_width": "Token {{valid_token}}\u200b",
        "bearer_only": "Bearer",
        "basic_empty": "Basic",
        "digest": 'Digest username="alice"',
        "negotiate": "Negotiate abc",
        "dash": "Token -",
        "slashes": "Token ../../x",
        "dots": "Token a.b.c",
        "other_scheme_first": "Bearer x, Token {{valid_token}}",
        "tokens_scheme": "Tokens {{valid_token}}",
        "scheme_upper_only": "TOKEN",
        "emoji": "Token 🙂",
        "latin_1": "Token {{valid_token}}ÿ",
    }
    for name, value in values.items():
        more = {"ours": unauthorized("Invalid token."), "note": "bytes that are not UTF-8"} if name == "latin_1" else {}
        yield sample(f"user.authorization.{name}", "GET", "user", {"Authorization": value}, **more)
        if name in ("empty", "three_words", "expired", "deleted", "logged_out", "tab", "scheme_mixed", "unknown"):
            for path in ("logout", "logoutall"):
                yield sample(f"{path}.authorization.{name}", "POST", path, {"Authorization": value})
    two = {"Authorization": ["Token {{valid_token}}", "Bearer x"]}
    yield sample("user.authorization.two_headers", "GET", "user", two)
    yield sample("logout.authorization.two_headers", "POST", "logout", {"Authorization": ["Token {{valid_token}}"] * 2})
    yield sample(
        "user.authorization.two_headers_foreign_first",
        "GET",
        "user",
        {"Authorization": ["Bearer x", "Token {{valid_token}}"]},
    )
    for name in ("Proxy-Authorization", "X-Authorization", "X-Auth-Token", "Authentication"):
        yield sample(f"user.authorization.in_{name.lower()}", "GET", "user", {name: "Token {{valid_token}}"})
    yield sample("user.authorization.in_body", "POST", "user", FORM, "token={{valid_token}}")
    for path in OPEN_PATHS:
        ignored = refused(
            **{
                field: ["This field is required."]
                for field in (("username", "email", "password") if path == "register" else ("username", "password"))
            }
        )
        for name in ("scheme", "three_words", "expired", "inactive", "unknown", "emoji", "empty"):
            yield sample(
                f"{path}.authorization.{name}_ignored",
                "POST",
                path,
                JSON | {"Authorization": values[name]},
                "{}",
                ours=ignored,
                note="register and login ignore an Authorization header",
            )


# --- user names ---


def casefolded(name):
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def our_name(name):
    """NFKC first, then Django's rules: the answer to registering the name; None where it is a new one that is fine."""
    from django.contrib.auth.validators import UnicodeUsernameValidator
    from django.core.exceptions import ValidationError

    normal = unicodedata.normalize("NFKC", name.strip())
    if not normal.strip():
        return refused(username=["This field may not be blank."])
    errors = []
    try:
        UnicodeUsernameValidator()(normal)
    except ValidationError:
        errors.append(BAD_NAME)
    if casefolded(normal) in {casefolded(taken) for taken in ("alice", "taken", "file1")}:
        errors.append(NAME_TAKEN)
    if len(normal) > 150:
        errors.append(NAME_TOO_LONG)
    return refused(username=errors) if errors else created(normal)


NAMES = {
    # single characters and punctuation
    "at": "@",
    "dot": ".",
    "plus": "+",
    "minus": "-",
    "underscore": "_",
    "dots": "...",
    "all_marks": "@.+-_",
    "mail": "bob@example.com",
    "exclamation": "bob!",
    "hash": "bob#1",
    "dollar": "$bob",
    "percent": "50%",
    "ampersand": "a&b",
    "quote": "o'neil",
    "double_quote": 'a"b',
    "star": "a*b",
    "comma": "a,b",
    "colon": "a:b",
    "semicolon": "a;b",
    "less": "a<b",
    "backslash": "a\\b",
    "tilde": "~a",
    "bracket": "[a]",
    "space": "a b",
    "question": "a?b",
    # white space around and inside
    "trim_spaces": "  bob  ",
    "trim_tab_newline": "\t\nbob\r\n",
    "trim_nel": "\u0085bob\u0085",
    "trim_nbsp": "\u00a0bob\u00a0",
    "trim_ogham": "\u1680bob",
    "trim_en_quad": "\u2000bob\u200a",
    "trim_line_separator": "\u2028bob\u2029",
    "trim_narrow": "\u202fbob\u205f",
    "trim_ideographic": "\u3000bob",
    "trim_vt_ff": "\x0bbob\x0c",
    "trim_separators": "\x1cbob\x1d\x1e",
    "keep_zero_width": "\u200bbob",
    "keep_mongolian": "\u180ebob",
    "keep_word_joiner": "bob\u2060",
    "nbsp_inside": "a\u00a0b",
    "newline_inside": "a\nb",
    "only_tabs": "\t\t",
    "only_nel": "\u0085",
    "only_zero_width": "\u200b",
    "soft_hyphen": "so\u00adft",
    "rtl_override": "a\u202eb",
    # lengths in code points
    "length_150": "n" * 150,
    "length_151": "n" * 151,
    "length_151_with_spaces_around": " " + "n" * 150 + " ",
    "astral_150": "\U00010400" * 150,
    "astral_151": "\U00010400" * 151,
    "long_and_bad": "n n" * 60,
    "ligatures_50": "\ufb03" * 50,
    "ligatures_51": "\ufb03" * 51,
    "decomposed_150": "e\u0301" * 150,
    "long_taken": "taken" + "\u00ad",
    # scripts
    "chinese": "李明",
    "greek": "Ελλάδα",
    "cyrillic": "Дмитрий",
    "arabic": "محمد",
    "hebrew": "דוד",
    "japanese": "さくら",
    "katakana_long_vowel": "ラーメン",
    "korean": "김철수",
    "hindi_with_marks": "हिन्दी",
    "thai_without_marks": "กขค",
    "tamil_with_marks": "தமிழ்",
    "georgian": "ნინო",
    "amharic": "አበበ",
    "cherokee": "ᏣᎳᎩ",
    "gothic": "𐌰𐌱",
    "math_bold": "𝐛𝐨𝐛",
    "deseret": "𐐀𐐨",
    "sharp_s": "groß",
    "capital_sharp_s": "GROẞ",
    "eth": "Ðð",
    "oe": "œuvre",
    "dotless_i": "ılgaz",
    "final_sigma": "νίκος",
    "modifier_letter": "ʰa",
    "hamza": "ء",
    # letters, digits and numbers as Python sees them
    "circled_digit": "a①",
    "superscript": "x²",
    "roman_numeral": "Ⅷ",
    "arabic_digits": "٠١٢",
    "devanagari_digits": "०१२",
    "fraction": "a¼",
    "ideographic_number": "〇",
    "ordinal": "1ª",
    "counting_rod": "𝍠",
    "aegean_number": "𐄇",
    "mongolian_digit": "᠐᠑",
    "circled_20": "⑳",
    "dingbat_digit": "❶",
    "parenthesised_digit": "⑴",
    "digit_full_stop": "⒈",
    "cuneiform_number": "𒐀",
    # not letters, digits nor numbers
    "emoji": "🙂",
    "flag": "🇩🇪",
    "copyright": "©",
    "estimated": "℮",
    "undertie": "a‿b",
    "low_line_wide": "a＿b",
    "centreline": "a﹎b",
    "middle_dot": "a·b",
    "katakana_dot": "ア・イ",
    "combining_only": "\u0301",
    "combining_middle": "n\u0303o",
    "combining_no_precomposed": "x\u0301",
    "enclosing": "a\u20dd",
    "variation": "a\ufe0f",
    "tag": "a\U000e0061",
    "private_use": "\ue000",
    "unassigned": "\u0378",
    "noncharacter": "\uffff",
    "control": "a\u0007b",
    "delete": "a\u007f",
    "circled_letter": "ⓐⓑ",
    "squared_letter": "🅰",
    "currency": "€",
    "prime": "a′",
    "hyphen_2010": "a\u2010b",
    "minus_2212": "a\u2212b",
    # NFKC turns them into something else
    "wide_at": "bob＠home",
    "wide_dot": "a．b",
    "wide_plus": "a＋b",
    "wide_space": "a\u3000b",
    "wide_exclamation": "bob！",
    "ellipsis": "a…b",
    "tel": "℡",
    "kilogram": "㎏",
    "ligature_fi": "ﬁn",
    "long_s": "ſam",
    "kelvin": "Kelvin",
    "angstrom": "Ångström",
    "ohm": "Ωmega",
    "half_width_katakana": "ｶﾞ",
    "decomposed": "e\u0301ric",
    "hangul_jamo": "\u1112\u1161\u11ab",
    "arabic_ligature": "ﷲ",
    "trade_mark": "a™",
    "service_mark": "a℠",
    "numero": "№1",
    "double_exclamation": "a‼",
    "care_of": "℅",
    "diaeresis": "¨a",
    "micro": "µm",
    "small_at": "a﹫b",
    "wide_underscore": "a﹏b",
    "non_breaking_hyphen": "a\u2011b",
    "vulgar_zero_thirds": "↉",
    # taken in another spelling
    "taken_upper": "TAKEN",
    "taken_title": "Taken",
    "taken_trimmed": " taken ",
    "taken_wide": "ｔａｋｅｎ",
    "taken_kelvin": "ta\u212aen",
    "taken_bold": "𝐭𝐚𝐤𝐞𝐧",
    "taken_circled": "ⓣⓐⓚⓔⓝ",
    "alice_upper": "ALICE",
    "alice_long_s_not": "alicſ",
    "file1_ligature": "ﬁle1",
    "file1_superscript": "file¹",
    "file1_upper": "FILE1",
    "file1_dotted": "fİle1",
    "file1_dotless": "fıle1",
    "file1_circled": "file①",
    "taken_accent": "tåken",
    "taken_cyrillic": "tаken",
    "taken_with_bad": "taken!",
}


def usernames():
    for name, username in NAMES.items():
        body = members(username=quoted(username), email=quoted(EMAIL), password=quoted(PASSWORD))
        yield register(f"name.{name}", body, ours=our_name(username))


FOLDED = {
    "sharp_s": ("straße", "STRASSE"),
    "capital_sharp_s": ("gro\u1e9e", "GROSS"),
    "final_sigma": ("νίκος", "ΝΊΚΟΣ"),
    "sigma": ("σας", "ΣΑΣ"),
    "dotted_capital_i": ("i̇stanbul".replace("i̇", "İ"), "İSTANBUL"),
    "plain_i": ("istanbul", "ISTANBUL"),
    "cherokee": ("ᏣᎳᎩ", "ꮳꮃꭹ"),
    "cyrillic": ("дмитрий", "ДМИТРИЙ"),
    "ligature": ("office", "OﬃCE"),
    "deseret": ("𐐨𐐩", "𐐀𐐁"),
    "armenian": ("և", "ԵՒ"),
    "n_apostrophe": ("ʼnabc", "ŉABC"),
    "micro": ("μm", "µM"),
    "titlecase": ("ǆabc", "ǅABC"),
    "georgian": ("ნინო", "ᲜᲘᲜᲝ"),
    "long_s": ("samson", "ſamſon"),
    "greek_iota": ("ᾳb", "αιB"),
    "precomposed": ("éric", "E\u0301RIC"),
    "kelvin": ("kim", "\u212aim"),
    "angstrom": ("åsa", "\u212bSA"),
    "wide": ("bobby", "ＢＯＢＢＹ"),
}
UNFOLDED = {
    "dotless_i": ("istanbul", "ıstanbul"),
    "dotted_i": ("istanbul", "İstanbul"),
    "accent": ("eric", "éric"),
    "cyrillic_a": ("anna", "аnna"),
    "eth": ("dana", "ðana"),
    "o_stroke": ("soren", "søren"),
    "zero": ("bob0", "bobo"),
}


def uniqueness():
    """Names that are one by their NFKC case-folded form, and names that only look alike."""
    for name, (first, second) in FOLDED.items():
        assert casefolded(first) == casefolded(second), name
        yield from same_name(name, first, second, refused(username=[NAME_TAKEN]), True)
    for name, (first, second) in UNFOLDED.items():
        assert casefolded(first) != casefolded(second), name
        yield from same_name(name, first, second, created(unicodedata.normalize("NFKC", second)), False)


def same_name(name, first, second, answer, same):
    note = {"note": "user names are one by their NFKC case-folded form"}
    setup = {"users": [{"username": first, "password": ALICE}]}
    body = members(username=quoted(second), email=quoted(EMAIL), password=quoted(PASSWORD))
    yield register(f"unique.{name}", body, setup=setup, ours=answer, **note)
    shown = unicodedata.normalize("NFKC", first)
    login_answer = logged_in(shown) if same else refused(non_field_errors=["Incorrect Credentials"])
    login_answer = json.loads(json.dumps(login_answer))
    if same:
        login_answer["body"]["user"]["email"] = "folded@example.com"
    setup = {"users": [{"username": first, "password": ALICE, "email": "folded@example.com"}]}
    yield login(
        f"unique.{name}",
        members(username=quoted(second), password=quoted(ALICE)),
        setup=setup,
        ours=login_answer,
        **note,
    )


def login_names():
    answer = logged_in("alice")
    for name, username in {"wide": "ａｌｉｃｅ", "bold": "𝐚𝐥𝐢𝐜𝐞", "mixed": "aLiCe", "circled": "ⓐⓛⓘⓒⓔ"}.items():
        yield login(
            f"name.alice_{name}",
            members(username=quoted(username), password=quoted(ALICE)),
            ours=answer,
            note="user names are one by their NFKC case-folded form",
        )
    for name, username in {
        "trim_nbsp": "\u00a0alice\u3000",
        "trim_controls": "\x1falice\n",
        "zero_width": "alice\u200b",
        "bad": "bad name!",
        "inside": "al ice",
        "bom": "\ufeffalice",
        "cyrillic": "аlice",
        "accent": "álice",
        "percent": "alice%",
        "path": "../alice",
        "key_separator": "user#1",
        "name_key": "name#alice",
    }.items():
        yield login(f"name.{name}", members(username=quoted(username), password=quoted(ALICE)))
    for name, password in {
        "trailing_space": ALICE + " ",
        "leading_space": " " + ALICE,
        "upper": ALICE.upper(),
        "wide": "Ｃorrect-Horse-9!",
        "cut": ALICE[:-1],
        "nul_after": ALICE + "\u0000",
        "spaces": "   ",
        "newline_after": ALICE + "\n",
        "decomposed": "e\u0301",
    }.items():
        yield login(f"password.{name}", members(username='"alice"', password=quoted(password)))
    for name, password in {
        "spaces_around": "  two spaces  ",
        "composed": "caf\u00e9-Tundra-9",
        "emoji": "🙂🙃🙂🙃🙂🙃🙂🙃",
        "quote": 'a"b\\c/d-9!',
    }.items():
        setup = {"users": [{"username": "exact", "password": password}]}
        yield login(f"password.exact_{name}", members(username='"exact"', password=quoted(password)), setup=setup)
    setup = {"users": [{"username": "exact", "password": "caf\u00e9-Tundra-9"}]}
    yield login(
        "password.exact_not_normalised",
        members(username='"exact"', password=quoted("cafe\u0301-Tundra-9")),
        setup=setup,
    )
    yield login("password.inactive_upper", members(username='"INACTIVE"', password=quoted(ALICE)))
    yield login("password.deleted_user", members(username='"deleted"', password=quoted(ALICE)))


# --- e-mail addresses and passwords ---

EMAILS = {
    "trim_newline": "\nem@example.com\r\n",
    "trim_nbsp": "\u00a0em@example.com",
    "zero_width": "\u200bem@example.com",
    "two_ats": "a@b@example.com",
    "no_at": "example.com",
    "only_at": "@",
    "no_local": "@example.com",
    "no_domain": "a@",
    "space": "a b@example.com",
    "newline_inside": "a\nb@example.com",
    "quoted": '"ab"@example.com',
    "quoted_escape": '"a\\"b"@example.com',
    "apostrophe": "o'neil@example.com",
    "specials": "!#$%&'*+/=?^_`{|}~-@example.com",
    "leading_dot": ".a@example.com",
    "trailing_dot": "a.@example.com",
    "domain_trailing_dot": "a@example.com.",
    "domain_underscore": "a@exa_mple.com",
    "domain_upper": "A@EXAMPLE.COM",
    "domain_trailing_hyphen": "a@example-.com",
    "label_63": "a@" + "l" * 63 + ".com",
    "label_64": "a@" + "l" * 64 + ".com",
    "tld_digits": "a@example.123",
    "tld_punycode": "a@example.xn--p1ai",
    "idn": "a@bücher.example",
    "idn_upper": "a@BÜCHER.example",
    "idn_dotted": "a@İSTANBUL.example",
    "ideographic_stop": "a@example。com",
    "wide": "ａ@example.com",
    "ip": "a@127.0.0.1",
    "ip_literal_bad": "a@[256.1.1.1]",
    "ipv6": "a@[::1]",
    "ipv6_tagged": "a@[IPv6:::1]",
    "localhost_upper": "a@LOCALHOST",
    "localhost_dot": "a@localhost.",
    "long_320": "a" * 250 + "@example.com",
    "length_254": "a" * 242 + "@example.com",
    "length_255": "a" * 243 + "@example.com",
    "length_321": "a" * 309 + "@example.com",
    "comma": "a,b@example.com",
    "angle": "<a@example.com>",
    "comment": "a(b)@example.com",
    "mailto": "mailto:a@example.com",
    "percent": "a%b@example.com",
    "script": "<script>@example.com",
    "emoji": "🙂@example.com",
    "tld_emoji": "a@example.🙂",
    "domain_space": "a@exa mple.com",
    "one_letter_domain": "a@b.co",
    "double_dot_domain": "a@b..co",
    "taken_email": "alice@example.com",
    "hyphens": "a@a-b--c.com",
}


def emails():
    for name, email in EMAILS.items():
        yield register(f"mail.{name}", members(username='"mailer"', email=quoted(email), password=quoted(PASSWORD)))


WHITE = {"note": "a password of white space alone"}
PASSWORDS = {
    "trailing_space_kept": "Zx9!vorpal ",
    "length_7": "aB3$xY7",
    "length_128": "aB3$" * 32,
    "length_129_spaces": " " + "aB3$" * 32,
    "decomposed_counts_code_points": "e\u0301" * 4,
    "seven_emoji": "🙂🙃🙂🙃🙂🙃🙂",
    "common_with_spaces": " password ",
    "common_mixed": "PassWord1",
    "numeric_long": "73946510287",
    "numeric_superscript": "¹²³⁴⁵⁶⁷⁸",
    "numeric_circled": "①②③④⑤⑥⑦⑧",
    "numeric_roman": "ⅠⅡⅢⅣⅤⅥⅦⅧ",
    "numeric_with_space": "7394651 0287",
    "numeric_mixed_scripts": "7394٦٥١٠",
    "is_username": "passworder",
    "is_username_upper": "PASSWORDER",
    "is_username_reversed": "redrowssap",
    "is_email": "pm.local@example.com",
    "is_email_local": "pm.local",
    "email_domain": "example.com1",
    "email_domain_word": "example1",
    "short_and_common": "123456",
    "short_common_numeric": "1234567",
    "empty": "",
    "one_nul": "\u0000",
    "nul_at_end": "Zx9!vorpal\u0000",
    "eight_nuls": "\u0000" * 8,
    "turkish": "İIıi-şifre-9",
    "sql": "'; DROP TABLE users; --",
    "html": "<b>bold</b>!",
    "json": '{"a": "b"}',
    "dollars": "$argon2id$v=19$m=19456",
    "turkish_common": "İLOVEYOU",
    "kelvin_common": "iloveyou\u212a",
    "long_common": "qwertyuiop",
    "leet_common": "p@ssw0rd",
}


def passwords():
    for name, password in PASSWORDS.items():
        yield register(
            f"secret.{name}",
            members(username='"passworder"', email='"pm.local@example.com"', password=quoted(password)),
        )
    for name, password in {
        "eight_tabs": "\t" * 8,
        "nine_nbsp": "\u00a0" * 9,
        "mixed": " \t\n\u2003\u3000 \r\n",
        "three_spaces": "   ",
    }.items():
        yield register(
            f"secret.blank_{name}",
            members(username='"passworder"', email=quoted(EMAIL), password=quoted(password)),
            ours=keys(400, "password"),
            **WHITE,
        )


# --- other settings ---


def with_settings():
    def other(settings, name, *rest, **more):
        return sample(f"{settings}.{name}", *rest, **more) | {"settings": settings}

    bearer = {"Authorization": "Bearer {{valid_token}}"}
    yield other("bearer", "user.lower", "GET", "user", {"Authorization": "bearer {{valid_token}}"})
    yield other("bearer", "user.no_header", "GET", "user")
    yield other("bearer", "user.method", "PUT", "user", bearer)
    yield other("bearer", "user.spaces", "GET", "user", {"Authorization": "Bearer a b"})
    yield other("bearer", "user.unknown", "GET", "user", {"Authorization": "Bearer {{unknown_token}}"})
    yield other("bearer", "user.inactive", "GET", "user", {"Authorization": "Bearer {{token_of_inactive_user}}"})
    yield other("bearer", "logout.ok", "POST", "logout", bearer)
    yield other("bearer", "logoutall.ok", "POST", "logoutall", bearer)
    yield other("bearer", "logout.token_scheme", "POST", "logout", VALID)
    yield other("bearer", "login.ok", "POST", "login", JSON, members(username='"bearer"', password=quoted(ALICE)))
    yield other(
        "prefix",
        "register.ok",
        "POST",
        "register",
        JSON,
        members(username='"newcomer"', email='"newcomer@example.com"', password=quoted(PASSWORD)),
    )
    yield other("prefix", "logout.ok", "POST", "logout", VALID)
    yield other(
        "prefix", "logout.without_prefix", "POST", "logout", {"Authorization": "Token {{valid_token minus prefix}}"}
    )
    yield other("prefix", "user.prefix_twice", "GET", "user", {"Authorization": "Token tka_{{valid_token}}"})
    yield other("prefix", "user.prefix_only", "GET", "user", {"Authorization": "Token tka_"})
    yield other(
        "prefix", "user.prefix_upper", "GET", "user", {"Authorization": "Token TKA_{{valid_token minus prefix}}"}
    )
    yield other(
        "noexpiry",
        "register.ok",
        "POST",
        "register",
        JSON,
        members(username='"newcomer"', email='"newcomer@example.com"', password=quoted(PASSWORD)),
    )
    yield other("noexpiry", "user.ok", "GET", "user", VALID)
    yield other("noexpiry", "logout.ok", "POST", "logout", VALID)


RULES = (
    methods,
    trailing_slash,
    unknown_paths,
    register_values,
    login_values,
    long_numbers,
    top_level,
    malformed,
    well_formed,
    sizes,
    content_types,
    accepts,
    forms,
    authorization,
    usernames,
    uniqueness,
    login_names,
    emails,
    passwords,
    with_settings,
)


def all_samples():
    for rule in RULES:
        yield from rule()
