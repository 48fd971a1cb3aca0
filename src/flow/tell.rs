//! What the operator reads in the log about requests and callbacks: every sentence in Korean and English, at one place.
//!
//! Lines carry the request's id and the skill's path. They never hold a user's words, a whole user id, a callback URL or a secret.

use std::time::Duration;

use tracing::{debug, error, info, warn};

use super::Advice;
use super::failure::{Failure, Unusable, UpstreamError};
use crate::answer::AnswerError;
use crate::compile::AskError;
use crate::diag::Lang;
use crate::kakao::Rule;
use crate::kakao::callback::Distrust;
use crate::outbound::{Fault, OutboundError, Unsendable};

/// The sentence in the operator's language.
fn say<'s>(lang: Lang, ko: &'s str, en: &'s str) -> &'s str {
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

pub(super) fn fell_back(lang: Lang, id: &str, skill: &str, user: &str, failure: &Failure) {
    let why = why(lang, failure);
    warn!(request = id, skill, user, why, "{}", say(lang, "fallback으로 답했어요.", "answered with the fallback"));
}

pub(super) fn panicked(lang: Lang, id: &str, skill: &str, failure: &Failure) {
    let why = why(lang, failure);
    error!(request = id, skill, why, "{}", say(lang, "기본 안내문으로 답했어요.", "answered with the last resort"));
}

pub(super) fn callback_is_off(lang: Lang, id: &str, skill: &str) {
    let ko = "callbackUrl이 오지 않아서 바로 답했어요. 관리자센터에서 이 블록의 콜백 설정을 켜고 배포해 주세요. (봇 테스트에서는 원래 오지 않아요.)";
    let en = "no callbackUrl came, so the skill answered directly: turn the block's callback option on and deploy (the builder's bot test never sends one)";
    warn!(request = id, skill, "{}", say(lang, ko, en));
}

pub(super) fn callback_url_is_not_trusted(lang: Lang, id: &str, skill: &str, why: Distrust) {
    let ko =
        "callbackUrl이 카카오의 주소가 아니어서 쓰지 않고 바로 답했어요. 일부러 그런 것이라면 --callback-hosts를 확인해 주세요.";
    let en = "the callbackUrl is not Kakao's, so it was not used and the skill answered directly: see --callback-hosts if that was meant";
    let why = distrust(lang, why);
    warn!(request = id, skill, why, "{}", say(lang, ko, en));
}

fn distrust(lang: Lang, why: Distrust) -> String {
    if lang == Lang::En {
        return why.to_string();
    }
    let ko = match why {
        Distrust::TooLong => "너무 길어요",
        Distrust::Malformed => "주소의 모양이 아니에요",
        Distrust::NotHttps => "https가 아니에요",
        Distrust::Port => "포트가 적혀 있어요",
        Distrust::UserInfo => "사용자 이름이 들어 있어요",
        Distrust::Fragment => "#이 들어 있어요",
        Distrust::IpAddress => "이름이 아니라 IP 주소예요",
        Distrust::Host => "허용한 호스트가 아니에요",
    };
    ko.to_owned()
}

pub(super) fn delivered(id: &str, skill: &str, took: Duration) {
    debug!(request = id, skill, ms = millis(took), "callback delivered");
}

pub(super) fn again(id: &str, skill: &str, pause: Duration) {
    debug!(request = id, skill, ms = millis(pause), "callback is posted again");
}

pub(super) fn withdrawn(id: &str, skill: &str) {
    debug!(request = id, skill, "the connection ended before the useCallback answer: no callback");
}

pub(super) fn unconfirmed(lang: Lang, id: &str, skill: &str) {
    let ko = "콜백을 보내다가 연결이 끊겨 다시 보냈더니, 카카오가 이미 쓴 주소라고 했어요. 처음 보낸 답이 전해진 것으로 보여요.";
    let en =
        "a POST of the callback broke off, and the next was refused as a used token: the first one was taken, in all likelihood";
    warn!(request = id, skill, "{}", say(lang, ko, en));
}

/// `counts`: users whose message Kakao took, did not take, and may have taken.
pub(super) fn event_sent(lang: Lang, id: &str, event: &str, counts: (usize, usize, usize), tasks: &str, trouble: Option<&str>) {
    let (sent, failed, unknown) = counts;
    match trouble {
        None => info!(request = id, event, sent, tasks, "{}", say(lang, "이벤트를 보냈어요.", "the event was sent")),
        Some(why) => {
            let (ko, en) = (
                "이벤트를 다 보내지 못했어요. unknown은 보내졌는지 알 수 없는 사람 수예요.",
                "the event did not get through to all; for `unknown` users nobody knows",
            );
            warn!(request = id, event, sent, failed, unknown, tasks, why, "{}", say(lang, ko, en));
        }
    }
}

pub(super) fn recovered(lang: Lang, pending: usize, expired: usize) {
    let ko = "지난번에 서버가 꺼지면서 남은 콜백을 이어서 보내요. 시간이 지난 것은 보낼 수 없어요.";
    let en = "going on with the callbacks that were left when the server went down; those whose time has passed cannot be sent";
    warn!(pending, expired, "{}", say(lang, ko, en));
}

pub(super) fn expired(lang: Lang, id: &str, skill: &str) {
    let (ko, en) = (
        "서버가 꺼져 있는 동안 콜백의 시간이 지났어요. 사용자는 답을 받지 못했어요.",
        "the callback's time passed while the server was down; the user got no answer",
    );
    warn!(request = id, skill, "{}", say(lang, ko, en));
}

pub(super) fn left_url_is_not_trusted(lang: Lang, id: &str, skill: &str, why: Distrust) {
    let (ko, en) = (
        "남은 콜백의 callbackUrl을 이제는 허용하지 않아서 보내지 않았어요. 사용자는 답을 받지 못했어요. --callback-hosts가 바뀌었는지 확인해 주세요.",
        "the callbackUrl of a callback that was left is not allowed any more, so nothing was sent and the user got no answer: has --callback-hosts changed?",
    );
    let why = distrust(lang, why);
    warn!(request = id, skill, why, "{}", say(lang, ko, en));
}

pub(super) fn skill_is_gone(lang: Lang, id: &str, skill: &str) {
    let (ko, en) = (
        "남은 콜백의 스킬이 이제 설정에 없어서 기본 안내문을 보내요.",
        "the skill of a callback that was left is not in the configuration any more: the last resort is sent",
    );
    warn!(request = id, skill, "{}", say(lang, ko, en));
}

pub(super) fn kept_late(id: &str, skill: &str) {
    debug!(request = id, skill, "a late answer is kept for the user's next request");
}

pub(super) fn too_many_late(lang: Lang, id: &str, skill: &str) {
    let (ko, en) = (
        "늦는 답이 너무 많아서 더 기다리지 않고 fallback을 보냈어요. 외부 서버가 느려졌는지 확인해 주세요.",
        "too many answers are late: this one is not waited for, and the fallback was sent; is the upstream slower than usual?",
    );
    warn!(request = id, skill, "{}", say(lang, ko, en));
}

pub(super) fn nobody_to_keep_for(lang: Lang, id: &str, skill: &str) {
    let (ko, en) = (
        "요청에 사용자 id가 없어서, 늦은 답을 보관할 수 없어요 (late: keep).",
        "the request names no user, so a late answer cannot be kept (late: keep)",
    );
    warn!(request = id, skill, "{}", say(lang, ko, en));
}

/// What to do when no POST got through.
pub(super) const NO_WAY_TO_KAKAO: Advice = Advice {
    ko: "카카오의 서버에 연결되지 않았거나 답이 오지 않았어요. 서버의 인터넷 연결과 방화벽, DNS를 확인해 주세요.",
    en: "Kakao could not be reached, or did not answer: check the server's connection, firewall and DNS",
};

/// What to do when Kakao was in trouble until the deadline, and did not say in which.
pub(super) const KAKAO_IN_TROUBLE: Advice = Advice {
    ko: "카카오 쪽의 오류가 콜백의 시간이 끝날 때까지 이어졌어요. 계속되면 카카오 비즈니스 고객센터에 문의해 주세요.",
    en: "Kakao was in trouble until the callback's time was over: if it stays so, ask Kakao's support",
};

/// What to do when the reason is not one of Kakao's that is known.
pub(super) const UNKNOWN_REASON: Advice = Advice {
    ko: "처음 보는 이유예요. 카카오가 아니라 사이에 있는 프록시나 방화벽이 답한 것은 아닌지 확인하고, 아니라면 카카오 비즈니스 고객센터에 문의해 주세요.",
    en: "the reason is not known here: see whether a proxy or firewall answered in Kakao's place, and else ask Kakao's support",
};

/// For the status: what to do when the server was down for too long.
pub(super) const WAS_DOWN: Advice = Advice {
    ko: "서버가 꺼져 있던 시간이 콜백의 시간(50초)보다 길었어요. 서버가 왜 꺼졌는지, 바로 다시 켜지도록 되어 있는지 확인해 주세요.",
    en: "the server was down for longer than a callback lives: find out why it went down, and let it be restarted at once",
};

/// For the status: what to do when the list of hosts became another one while callbacks were left.
pub(super) const OTHER_HOSTS: Advice = Advice {
    ko: "서버를 다시 켤 때 --callback-hosts가 바뀌어서, 남아 있던 콜백의 주소를 더는 허용하지 않아요. 일부러 바꾼 것이 아니라면 되돌려 주세요.",
    en: "--callback-hosts changed with the restart and does not allow this callback's host any more: put it back if that was not meant",
};

pub(super) fn not_delivered(lang: Lang, id: &str, skill: &str, took: Duration, error: &OutboundError) {
    let why = outbound(lang, error);
    let (ko, en) =
        ("콜백을 보내지 못했어요. 사용자는 답을 받지 못했어요.", "the callback was not delivered; the user got no answer");
    warn!(request = id, skill, ms = millis(took), why, "{}", say(lang, ko, en));
}

/// `reason`: what Kakao said, which is foreign text. (A field named `message` would be taken for the line's own sentence.)
pub(super) fn refused(lang: Lang, id: &str, skill: &str, status: u16, reason: &str, advice: Advice) {
    let advice = say(lang, advice.ko, advice.en);
    let (ko, en) =
        ("카카오가 콜백을 받지 않았어요. 사용자는 답을 받지 못했어요.", "Kakao refused the callback; the user got no answer");
    warn!(request = id, skill, status, reason, advice, "{}", say(lang, ko, en));
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

/// Why, in the operator's language.
pub(super) fn why(lang: Lang, failure: &Failure) -> String {
    if let Failure::Answer(AnswerError::Violation(violation)) = failure {
        let intro = say(lang, "답이 카카오의 규칙에 맞지 않아요", "the answer breaks a rule of Kakao's");
        return format!("{intro} ({}: {})", violation.at, broken(lang, &violation.rule));
    }
    if lang == Lang::En {
        return failure.to_string();
    }
    match failure {
        Failure::Upstream(UpstreamError::Outbound(error)) => format!("외부 서버: {}", outbound(lang, error)),
        Failure::Upstream(UpstreamError::Busy(most)) => {
            format!("외부 서버가 늦어서 답을 기다리는 요청이 벌써 {most}개예요. 더 보내지 않았어요 (upstream.concurrency)")
        }
        Failure::Upstream(UpstreamError::Status(status)) => format!("외부 서버가 실패했다고 답했어요 (상태 코드 {status})"),
        Failure::Upstream(UpstreamError::Unusable(what)) => format!("외부 서버의 답을 쓸 수 없어요: {}", unusable(*what)),
        Failure::Upstream(UpstreamError::Request(error)) => format!("외부 서버에 보낼 요청을 만들지 못했어요: {}", ask(error)),
        Failure::Answer(AnswerError::Template(error)) => format!("템플릿에서 오류가 났어요: {}", error.told(lang)),
        Failure::Answer(AnswerError::NotJson(error)) => format!("템플릿 파일이 쓴 것이 JSON이 아니에요: {error}"),
        // Said above.
        Failure::Answer(error @ AnswerError::Violation(_)) => error.to_string(),
        Failure::Answer(AnswerError::NoCase) => "맞는 case가 하나도 없어요".to_owned(),
        Failure::Answer(AnswerError::NotAResponse) => "답이 SkillResponse가 아니에요".to_owned(),
        Failure::Answer(AnswerError::Promise) => {
            "useCallback: true만 있고 답이 없어요. 콜백은 talkplate가 보내니 답을 바로 주도록 고치고, 오래 걸리면 스킬에 callback: true를 적어 주세요"
                .to_owned()
        }
        Failure::Payload(error) => format!("요청을 다시 읽지 못했어요: {error}"),
        Failure::Panicked(what) => format!("talkplate 자체의 오류예요. 알려 주시면 고칠게요: {what}"),
    }
}

/// Why an upstream's request could not be written, in Korean.
fn ask(error: &AskError) -> String {
    match error {
        AskError::Template(error) => error.told(Lang::Ko),
        AskError::Header { header } => format!("{header} 헤더의 값에 줄바꿈이나 보이지 않는 글자가 있어요"),
        AskError::DotSegment => "값 때문에 주소의 경로에 . 이나 .. 이 들어가요".to_owned(),
    }
}

fn unusable(what: Unusable) -> &'static str {
    match what {
        Unusable::WebPage => "웹 페이지나 XML이에요. 주소가 맞는지, 서버가 점검 중은 아닌지 확인해 주세요",
        Unusable::Compressed => "압축되어 있어요. 압축하지 않고 답하도록 서버를 고쳐 주세요",
        Unusable::NotText => "JSON도 UTF-8 글도 아니에요",
        Unusable::BrokenJson => "JSON이 깨졌거나 너무 깊어요",
    }
}

pub(super) fn outbound(lang: Lang, error: &OutboundError) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    match error {
        OutboundError::Timeout => "시간 안에 답이 오지 않았어요".to_owned(),
        OutboundError::ConnectTimeout => "시간 안에 연결되지 않았어요".to_owned(),
        OutboundError::Dns(detail) => format!("서버의 이름을 찾지 못했어요. 주소를 잘못 적지 않았는지 확인해 주세요: {detail}"),
        OutboundError::NotPublic => {
            "서버의 이름이 인터넷에 공개되지 않은 주소(사설망, 이 컴퓨터 등)를 가리켜서 보내지 않았어요".to_owned()
        }
        OutboundError::Connect(what) => format!("연결하지 못했어요: {}", fault(what)),
        OutboundError::NoTrust(detail) => {
            format!("안전한 연결(TLS)을 맺을 수 없어요. CA 인증서(ca-certificates)가 설치되어 있는지 확인해 주세요: {detail}")
        }
        OutboundError::Tls(detail) => format!("안전한 연결(TLS)을 맺지 못했어요. 서버의 인증서를 확인해 주세요: {detail}"),
        OutboundError::TooLarge => "답이 1 MiB를 넘어요".to_owned(),
        OutboundError::HeadTooLarge => "답의 헤더가 64 KiB를 넘어요".to_owned(),
        OutboundError::NotHttp(detail) => {
            format!("서버의 답이 HTTP 형식이 아니에요. 주소와 포트가 맞는지 확인해 주세요: {detail}")
        }
        OutboundError::BadRequest(why) => format!("보낼 수 없는 요청이에요: {}", unsendable(why)),
        OutboundError::Broken(what) => format!("연결이 끊겼어요: {}", fault(what)),
    }
}

/// What became of a connection, in Korean.
fn fault(what: &Fault) -> &str {
    match what {
        Fault::Refused => "그 주소와 포트에서 연결을 받는 프로그램이 없어요. 서버가 켜져 있는지 확인해 주세요",
        Fault::Reset => "상대 서버가 연결을 갑자기 끊었어요",
        Fault::Unreachable => "그 주소에 닿을 수 없어요. 네트워크와 방화벽을 확인해 주세요",
        Fault::Closed => "답을 끝까지 보내지 않고 상대 서버가 연결을 닫았어요",
        Fault::Nowhere => "여기서는 외부 서버를 부르지 않아요",
        Fault::Other(detail) => detail,
    }
}

/// Why a request cannot be sent, in Korean.
fn unsendable(why: &Unsendable) -> String {
    match why {
        Unsendable::Method => "HTTP 메서드의 이름으로 쓸 수 없는 글자가 있어요".to_owned(),
        Unsendable::HeaderName => "헤더의 이름으로 쓸 수 없는 글자가 있어요".to_owned(),
        Unsendable::HeaderValue(name) => format!("{name} 헤더의 값에 줄바꿈이나 보이지 않는 글자가 있어요"),
        Unsendable::Url(detail) => format!("주소를 읽을 수 없어요 ({detail})"),
        Unsendable::NoServer => "주소에 서버의 이름이 없거나, http나 https 주소가 아니에요".to_owned(),
        Unsendable::Fragment => "주소에 #으로 시작하는 부분이 있어요. 이 부분은 서버로 보내지지 않아요".to_owned(),
        Unsendable::Changed => "주소에 그대로 보낼 수 없는 글자가 있어요".to_owned(),
        Unsendable::Contradiction(detail) => format!("헤더와 본문이 서로 맞지 않아요 ({detail})"),
    }
}

/// What a value of this request did that no cutting mends, or may not be cut (`overflow: error`).
fn broken(lang: Lang, rule: &Rule) -> String {
    let counted = |ko: String, en: String| if lang == Lang::Ko { ko } else { en };
    let (ko, en) = match rule {
        Rule::TooLong { max, found } => {
            return counted(
                format!("글이 {found}자인데 {max}자까지 보낼 수 있어요"),
                format!("a text has {found} characters and may have {max}"),
            );
        }
        Rule::TooLongTogether { fields, max, found } => {
            return counted(
                format!("{fields}: 합해서 {found}자인데 {max}자까지 보낼 수 있어요"),
                format!("{fields}: together {found} characters, of which there may be {max}"),
            );
        }
        Rule::TooMany { max, found } => {
            return counted(format!("{found}개인데 {max}개까지 보낼 수 있어요"), format!("there are {found}, and may be {max}"));
        }
        Rule::Missing { .. } => ("꼭 있어야 하는 값이 비어 있어요", "a value that has to be there is empty"),
        Rule::TooFew { .. } => ("꼭 있어야 하는 목록이 비어 있어요", "a list that has to be there is empty"),
        Rule::WrongKind { .. } => ("숫자나 목록처럼 정해진 종류의 값이 아니에요", "the value is of another kind than it has to be"),
        Rule::NotOneOf { .. } => ("정해진 값 가운데 하나가 아니에요", "the value is none of those that it may be"),
        Rule::NotAUrl => ("https://로 시작하는 주소가 아니에요", "it is no web address"),
        other => return format!("{other:?}"),
    };
    say(lang, ko, en).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kakao::{Path, Violation};

    #[test]
    fn a_broken_rule_is_told_in_words() {
        let failure = Failure::Answer(AnswerError::Violation(Violation {
            at: Path::default(),
            rule: Rule::Missing { component: "simpleText" },
        }));
        assert!(why(Lang::Ko, &failure).ends_with("꼭 있어야 하는 값이 비어 있어요)"), "{}", why(Lang::Ko, &failure));
        assert!(why(Lang::En, &failure).ends_with("a value that has to be there is empty)"), "{}", why(Lang::En, &failure));
    }

    #[test]
    fn what_may_not_be_cut_is_told_in_words() {
        for rule in [
            Rule::TooLong { max: 1000, found: 6060 },
            Rule::TooLongTogether { fields: "title + description", max: 1000, found: 6060 },
            Rule::TooMany { max: 1000, found: 6060 },
        ] {
            let failure = Failure::Answer(AnswerError::Violation(Violation { at: Path::default(), rule }));
            for lang in [Lang::Ko, Lang::En] {
                let told = why(lang, &failure);
                assert!(told.contains("6060") && told.contains("1000") && !told.contains("found:"), "{told}");
            }
        }
    }
}
