//! What the operator reads in the log about the server's end and about requests that reach no skill, in Korean and English.

use tracing::{error, info, warn};

use crate::diag::Lang;

pub(super) fn stopping(lang: Lang) {
    match lang {
        Lang::Ko => info!("끝내는 중이에요. 하던 일을 마치고 끝나요. 바로 끝내려면 한 번 더 신호를 보내 주세요."),
        Lang::En => info!("stopping: what runs is finished first; a second signal ends at once"),
    }
}

pub(super) fn asked_itself(lang: Lang, id: &str, skill: &str) {
    match lang {
        Lang::Ko => error!(
            request = id,
            skill,
            "이 서버가 자기 자신에게 보낸 요청이라 받지 않았어요. 어느 스킬의 upstream 주소가 이 서버를 가리키고 있어요. 물어볼 서버의 주소로 고쳐 주세요."
        ),
        Lang::En => error!(
            request = id,
            skill,
            "this server was asked by itself, and refused: some skill's upstream has this server's own address, give it the one of the server to ask"
        ),
    }
}

pub(super) fn event_broke_off(lang: Lang, id: &str) {
    match lang {
        Lang::Ko => error!(
            request = id,
            "이벤트를 보내다가 talkplate 자체의 오류로 멈췄어요. 어디까지 보냈는지 관리자센터에서 확인해 주세요. 알려 주시면 고칠게요."
        ),
        Lang::En => error!(
            request = id,
            "an event broke off by a mistake of ours: see in the admin centre how far it got, and please report it"
        ),
    }
}

pub(super) fn waiting(lang: Lang, pending: usize) {
    match lang {
        _ if pending == 0 => {}
        Lang::Ko => info!(pending, "약속한 콜백을 마저 보내고 끝나요."),
        Lang::En => info!(pending, "waiting for the callbacks that were promised"),
    }
}

pub(super) fn ending_at_once(lang: Lang, pending: usize) {
    match lang {
        Lang::Ko => {
            warn!(pending, "바로 끝내요. 남은 콜백은 다시 켜면 이어서 보내요. 디스크에 적지 못한 것은 지금 fallback을 보내요.");
        }
        Lang::En => warn!(
            pending,
            "ending at once: the callbacks that are left go on after the restart; those that are on no disk get their fallback now"
        ),
    }
}

/// A request for a path that no skill has, and the skill that was probably meant.
pub(super) fn no_skill(lang: Lang, path: &str, near: &str) {
    match lang {
        Lang::Ko => {
            warn!("{path} 경로로 요청이 왔지만 그런 스킬이 없어요. 혹시 {near} 아닌가요? 관리자센터의 스킬 URL을 확인해 주세요.");
        }
        Lang::En => {
            warn!("a request came for {path}, where no skill is; did you mean {near}? Check the skill's URL in the admin centre.");
        }
    }
}
