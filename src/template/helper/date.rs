//! `date x "M월 D일 (ddd) HH:mm"`: a moment as Koreans write it.

use chrono::{DateTime, Datelike, Duration, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::{Expected, HelperError};
use super::print::{is_nothing, printed};

pub(super) const HELPER: Definition = Definition {
    name: "date",
    usage: "{{date now \"M월 D일 (ddd) HH:mm\" add=\"3d\"}}",
    params: (1, 2),
    hashes: &["add", "tz"],
    literals,
    escapes: Escapes::Nothing,
    run,
};

const DATE: Expected = Expected { ko: "날짜가", en: "a date" };
const ZONE: Expected = Expected { ko: "Asia/Seoul 같은 시간대 이름이", en: "a time zone such as Asia/Seoul" };
const SPAN: Expected = Expected { ko: "3d, -1d2h, 2w, 1M, 1y 같은 기간이", en: "a span such as 3d, -1d2h, 2w, 1M, 1y" };

const DEFAULT_FORMAT: &str = "YYYY-MM-DD";
const DEFAULT_ZONE: Tz = Tz::Asia__Seoul;
const WEEKDAYS: [&str; 7] = ["일", "월", "화", "수", "목", "금", "토"];

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    if let Some(Some(value)) = params.first()
        && Moment::read(value).is_none()
    {
        return Some(Misuse::new("날짜가 아닌 값이 적혀 있어요", "the value written there is not a date"));
    }
    match params.get(1) {
        Some(Some(Value::String(format))) if !tokens(format).any(is_token) => Some(Misuse::new(
            "날짜 모양에 YYYY, M, D, HH 같은 자리가 하나도 없어요",
            "the format has no place for a date such as YYYY, M, D or HH",
        )),
        Some(Some(format)) if !format.is_string() => {
            Some(Misuse::new("날짜 모양은 따옴표 안에 적어 주세요", "write the format in quotes"))
        }
        _ => None,
    }
}

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    let value = call.value(0);
    if is_nothing(value) {
        return Ok(Value::Null);
    }
    let moment = Moment::read(value).ok_or_else(|| HelperError::value("date", value, DATE))?;
    let zone = match call.hash("tz").filter(|name| !is_nothing(name)) {
        Some(name) => Some(printed(name).parse::<Tz>().map_err(|_| HelperError::value("date", name, ZONE))?),
        None => None,
    };
    let mut local = moment.local(zone).ok_or_else(|| HelperError::value("date", value, DATE))?;
    if let Some(add) = call.hash("add").filter(|add| !is_nothing(add)) {
        local = shift(local, &printed(add)).ok_or_else(|| HelperError::value("date", add, SPAN))?;
    }
    let format = if call.count() > 1 { call.text(1) } else { DEFAULT_FORMAT.into() };
    Ok(Value::from(write(local, &format)))
}

/// A point in time, or a date and clock of no particular place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moment {
    /// With an offset.
    Fixed(DateTime<FixedOffset>),
    /// Seconds or milliseconds since 1970.
    Epoch(DateTime<Utc>),
    /// Without an offset.
    Naive(NaiveDateTime),
}

impl Moment {
    /// RFC 3339 texts, ISO dates with or without a clock (also with `.` or `/`), seconds and milliseconds since 1970, and Kakao's
    /// date entities (`{"date": "2026-03-20", "time": "12:00:00"}`, `{"value": "2026-03-20T12:00:00"}`), also inside of a text.
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Self::epoch(number.as_i64()?),
            Value::String(text) => Self::parse(text.trim()),
            Value::Object(fields) => {
                let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::trim);
                match (text("value"), text("date"), text("time")) {
                    (Some(value), _, _) => Self::parse(value),
                    (None, Some(date), Some(time)) => Self::parse(&format!("{date}T{time}")).or_else(|| Self::parse(date)),
                    (None, Some(date), None) => Self::parse(date),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if text.starts_with('{') {
            return serde_json::from_str(text).ok().filter(Value::is_object).and_then(|entity| Self::read(&entity));
        }
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Some(Self::Fixed(moment));
        }
        if text.len() >= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::epoch(text.parse().ok()?);
        }
        let (date, clock) = text.split_once(['T', ' ']).unwrap_or((text, ""));
        let date =
            ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"].iter().find_map(|form| NaiveDate::parse_from_str(date, form).ok())?;
        let clock = match clock.trim() {
            "" => NaiveTime::MIN,
            clock => ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(clock, form).ok())?,
        };
        Some(Self::Naive(date.and_time(clock)))
    }

    /// Numbers from 10^11 on are milliseconds: as seconds they would lie past the year 5138.
    fn epoch(number: i64) -> Option<Self> {
        let moment = if number.unsigned_abs() >= 100_000_000_000 {
            DateTime::from_timestamp_millis(number)
        } else {
            DateTime::from_timestamp(number, 0)
        };
        moment.map(Self::Epoch)
    }

    /// What a clock shows: in `zone` if one is named, else where the value comes from. A date without an offset stays as it is.
    fn local(self, zone: Option<Tz>) -> Option<NaiveDateTime> {
        // Near the ends of chrono's calendar a conversion would overflow.
        let is_near = |moment: DateTime<Utc>| (1..=9999).contains(&moment.year());
        match (self, zone) {
            (Self::Naive(moment), _) => Some(moment),
            (Self::Fixed(moment), None) => Some(moment.naive_local()),
            (Self::Fixed(moment), Some(zone)) => {
                is_near(moment.to_utc()).then(|| zone.from_utc_datetime(&moment.naive_utc()).naive_local())
            }
            (Self::Epoch(moment), zone) => {
                is_near(moment).then(|| zone.unwrap_or(DEFAULT_ZONE).from_utc_datetime(&moment.naive_utc()).naive_local())
            }
        }
    }
}

/// Adds `3d`, `-1d2h`, `2w`, `1M` (month), `1y`. A sign holds until the next one.
fn shift(mut moment: NaiveDateTime, add: &str) -> Option<NaiveDateTime> {
    let mut rest = add.trim();
    let mut forward = true;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(['+', '-']) {
            forward = rest.starts_with('+');
            rest = after;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (amount, after) = rest.split_at_checked(digits)?;
        let amount: u32 = amount.parse().ok()?;
        let unit = after.chars().next()?;
        rest = after.get(unit.len_utf8()..)?.trim_start();
        let span = match unit {
            'y' | 'M' => {
                let months = Months::new(amount.checked_mul(if unit == 'y' { 12 } else { 1 })?);
                moment = if forward { moment.checked_add_months(months) } else { moment.checked_sub_months(months) }?;
                continue;
            }
            'w' => Duration::try_weeks(amount.into()),
            'd' => Duration::try_days(amount.into()),
            'h' => Duration::try_hours(amount.into()),
            'm' => Duration::try_minutes(amount.into()),
            's' => Duration::try_seconds(amount.into()),
            _ => None,
        }?;
        moment = if forward { moment.checked_add_signed(span) } else { moment.checked_sub_signed(span) }?;
    }
    Some(moment)
}

/// Runs of one letter, and everything else in between.
fn tokens(format: &str) -> impl Iterator<Item = &str> {
    let mut rest = format;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let most = match first {
            'Y' | 'd' => 4,
            'M' | 'D' | 'H' | 'h' | 'm' | 's' => 2,
            _ => 1,
        };
        let length = if most == 1 { first.len_utf8() } else { rest.chars().take(most).take_while(|c| *c == first).count() };
        let (token, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(token)
    })
}

fn is_token(token: &str) -> bool {
    matches!(
        token,
        "YYYY" | "YY" | "MM" | "M" | "DD" | "D" | "dddd" | "ddd" | "d" | "HH" | "H" | "hh" | "h" | "mm" | "m" | "ss" | "s" | "A"
    )
}

fn write(moment: NaiveDateTime, format: &str) -> String {
    let weekday = moment.weekday().num_days_from_sunday();
    let weekday_name = WEEKDAYS.get(weekday as usize).copied().unwrap_or_default();
    let (is_afternoon, hour12) = moment.hour12();
    tokens(format)
        .map(|token| match token {
            "YYYY" => format!("{:04}", moment.year()),
            "YY" => format!("{:02}", moment.year().rem_euclid(100)),
            "MM" => format!("{:02}", moment.month()),
            "M" => moment.month().to_string(),
            "DD" => format!("{:02}", moment.day()),
            "D" => moment.day().to_string(),
            "dddd" => format!("{weekday_name}요일"),
            "ddd" => weekday_name.to_owned(),
            "d" => weekday.to_string(),
            "HH" => format!("{:02}", moment.hour()),
            "H" => moment.hour().to_string(),
            "hh" => format!("{hour12:02}"),
            "h" => hour12.to_string(),
            "mm" => format!("{:02}", moment.minute()),
            "m" => moment.minute().to_string(),
            "ss" => format!("{:02}", moment.second()),
            "s" => moment.second().to_string(),
            "A" => if is_afternoon { "오후" } else { "오전" }.to_owned(),
            literal => literal.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{fails, render};
    use super::*;

    const NOW: &str = "2026-11-22T09:05:07+09:00";

    #[test]
    fn tokens_are_filled_and_literal_text_stays() {
        for (format, text) in [
            ("M월 D일 (ddd) HH:mm", "11월 22일 (일) 09:05"),
            ("YYYY년 MM월 DD일 dddd", "2026년 11월 22일 일요일"),
            ("YY.M.D d", "26.11.22 0"),
            ("A h시 m분 s초", "오전 9시 5분 7초"),
            ("hh:mm:ss H", "09:05:07 9"),
            ("YYYY-MM-DDTHH:mm", "2026-11-22T09:05"),
            ("오늘은 [D]일!", "오늘은 [22]일!"),
        ] {
            assert_eq!(render(&format!("{{{{date now \"{format}\"}}}}"), &json!({"now": NOW})), text);
        }
        assert_eq!(render("{{date now}}", &json!({"now": NOW})), "2026-11-22");
    }

    #[test]
    fn noon_and_midnight_are_twelve() {
        let clock = |at: &str| render("{{date x \"A h:mm\"}}", &json!({"x": at}));
        assert_eq!(clock("2026-01-01T00:30:00+09:00"), "오전 12:30");
        assert_eq!(clock("2026-01-01T12:00:00+09:00"), "오후 12:00");
        assert_eq!(clock("2026-01-01T23:59:00+09:00"), "오후 11:59");
    }

    #[test]
    fn spans_are_added() {
        for (add, text) in [
            ("3d", "2026-11-25 09:05"),
            ("-3d", "2026-11-19 09:05"),
            ("1d2h", "2026-11-23 11:05"),
            ("-1d2h", "2026-11-21 07:05"),
            ("-1d+2h", "2026-11-21 11:05"),
            ("2w", "2026-12-06 09:05"),
            ("1M", "2026-12-22 09:05"),
            ("3M1d", "2027-02-23 09:05"),
            ("1y", "2027-11-22 09:05"),
            ("90m 10s", "2026-11-22 10:35"),
        ] {
            assert_eq!(
                render(&format!("{{{{date now \"YYYY-MM-DD HH:mm\" add=\"{add}\"}}}}"), &json!({"now": NOW})),
                text,
                "{add}"
            );
        }
        assert_eq!(render("{{date x add=\"1M\"}}", &json!({"x": "2026-01-31"})), "2026-02-28");
    }

    #[test]
    fn a_time_zone_moves_the_clock() {
        let data = json!({"now": NOW});
        assert_eq!(render("{{date now \"DD HH:mm\" tz=\"UTC\"}}", &data), "22 00:05");
        assert_eq!(render("{{date now \"DD HH:mm\" tz=\"America/New_York\"}}", &data), "21 19:05");
        assert_eq!(render("{{date x \"DD HH:mm\" tz=\"America/New_York\"}}", &json!({"x": "2026-01-01 10:00"})), "01 10:00");
    }

    #[test]
    fn many_spellings_of_a_date_are_read() {
        for value in [
            json!("2026-03-20"),
            json!("2026.03.20"),
            json!("2026/03/20"),
            json!("20260320"),
            json!("2026-03-20T10:00"),
            json!("2026-03-20 10:00:30"),
            json!(1_773_968_400),
            json!("1773968400000"),
            json!(1_773_968_400_000_i64),
            json!({"date": "2026-03-20", "dateTag": null}),
            json!({"date": "2026-03-20", "time": "12:00:00"}),
            json!({"value": "2026-03-20T12:00:00"}),
            json!("{\"date\": \"2026-03-20\"}"),
        ] {
            assert_eq!(render("{{date x \"M/D\"}}", &json!({"x": value})), "3/20", "{value}");
        }
    }

    #[test]
    fn nothing_prints_nothing_and_other_things_fail() {
        assert_eq!(render("[{{date x}}]", &json!({})), "[]");
        assert!(fails("{{date x}}", &json!({"x": "내일"})).contains("a text of 2 characters is not a date"));
        assert!(fails("{{date now add=\"3일\"}}", &json!({"now": NOW})).contains("a span such as 3d"));
        assert!(fails("{{date now tz=\"Seoul\"}}", &json!({"now": NOW})).contains("time zone"));
        for add in ["", "3", "d", "-", "99999999999d", "4294967295y", "4294967295w", "1d-", "1D"] {
            assert_eq!(shift(NaiveDateTime::MAX, add), None, "{add}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        for value in
            [json!(i64::MAX), json!(i64::MIN), json!("9999-12-31T23:59:59+09:00"), json!("0000-01-01T00:00:00-12:00"), json!(-1)]
        {
            for zone in ["Pacific/Kiritimati", "Asia/Seoul"] {
                let data = json!({"x": value, "zone": zone});
                let _ = super::super::tests::try_render("{{date x \"YYYY\" tz=zone add=\"-9999y\"}}", &data);
                let _ = super::super::tests::try_render("{{date x \"YYYY\" tz=zone add=\"9999y\"}}", &data);
            }
        }
    }
}
