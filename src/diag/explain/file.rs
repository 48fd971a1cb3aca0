//! Files that cannot be read.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::ReadFailed,
        why: (
            "설정 파일이 그 자리에 없거나, 읽을 권한이 없어요. 도커라면 폴더가 컨테이너 안에 연결되지 않았을 때 자주 생겨요.",
            "The file is not where it was looked for, or it may not be read. With Docker the folder is often not mounted into the container.",
        ),
        wrong: "talkplate serve --config skill.yaml\n",
        right: "talkplate serve --config skills.yaml\n",
    },
    Explanation {
        code: Code::NotUtf8,
        why: (
            "글자를 저장하는 방식이 여러 가지인데, 이 프로그램은 요즘 표준인 UTF-8로 저장한 파일만 읽어요. CP949로 저장한 파일을 그대로 읽으면 한글이 모두 깨져서 손님에게 나가게 돼요.",
            "There are several ways to store letters; this program reads UTF-8, today's standard. Read as UTF-8, a file in CP949 would reach your users as garbage.",
        ),
        wrong: "# 인코딩: CP949 (메모장의 ANSI)\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "# 인코딩: UTF-8\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::FileTooLarge,
        why: (
            "설정 파일은 커도 몇 MB를 넘지 않아요. 로그나 백업 같은 다른 파일을 설정 파일로 잘못 고른 것일 수 있어요.",
            "A configuration has a few megabytes at most. Perhaps another file, such as a log or a backup, was named by mistake.",
        ),
        wrong: "talkplate serve --config backup.zip\n",
        right: "talkplate serve --config skills.yaml\n",
    },
];
