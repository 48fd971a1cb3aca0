//! A configuration of several files.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::IncludeNotFound,
        why: (
            "함께 쓰려는 파일을 찾지 못하면, 그 파일의 스킬이 모두 빠진 채로 서비스가 나가게 돼요. 그래서 이름이 틀리면 설정을 바꾸지 않아요.",
            "Without the file all of its skills would be missing. That is why a wrong name keeps the old configuration in service.",
        ),
        wrong: "include: teams/delivry.yaml\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "# 옆에 teams/delivery.yaml 파일이 있어요\ninclude: teams/delivery.yaml\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::IncludeCircle,
        why: (
            "한 파일이 자기를 부른 파일을 다시 부르면 읽기가 끝나지 않아요. 부르는 방향은 한쪽으로만 두세요.",
            "A file that includes the one it was included by would be read for ever. Let includes go in one direction.",
        ),
        wrong: "include: skills.yaml\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "skills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::TooManyIncludes,
        why: (
            "별표 하나가 엉뚱한 폴더까지 가리키면 파일 수만 개를 읽게 될 수 있어요. 사람이 나눠 쓰는 설정은 이 한도에 닿지 않아요.",
            "A star above the wrong folder could mean thousands of files. Configurations that people write stay far below the limit.",
        ),
        wrong: "# backup 폴더에 파일이 수천 개 있어요\ninclude: \"**/*.yaml\"\n",
        right: "# teams 폴더에는 팀의 파일만 있어요\ninclude: teams/*.yaml\n",
    },
    Explanation {
        code: Code::BadPattern,
        why: (
            "파일 이름에서 별표와 물음표, 대괄호는 다른 글자를 대신하는 기호예요. 대괄호는 닫아야 하고, **는 슬래시 사이에 혼자 적어야 해요.",
            "Stars, question marks and square brackets stand for other letters. A bracket has to be closed, and ** stands alone between slashes.",
        ),
        wrong: "include: \"teams/[abc.yaml\"\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "# 옆의 teams 폴더에 a.yaml, b.yaml, c.yaml 파일이 있어요\ninclude: \"teams/[abc].yaml\"\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::DuplicateVar,
        why: (
            "vars는 모든 파일이 함께 써요. 같은 이름이 두 파일에 있으면 어느 값을 쓸지 정할 수 없어요.",
            "All files share their vars. With the same name in two files nobody knows which value is meant.",
        ),
        wrong: "# 옆의 teams/delivery.yaml 파일에도 vars: { tel: 031-765-4321 } 줄이 있어요\ninclude: teams/delivery.yaml\nvars: { tel: 02-123-4567 }\n",
        right: "# 옆의 teams/delivery.yaml 파일에는 vars: { delivery_tel: 031-765-4321 } 줄이 있어요\ninclude: teams/delivery.yaml\nvars: { tel: 02-123-4567 }\n",
    },
    Explanation {
        code: Code::IncludesNothing,
        why: (
            "별표로 적은 이름에 맞는 파일이 하나도 없어요. 폴더 이름이 틀렸거나, 파일이 .yaml이나 .yml로 끝나지 않을 수 있어요.",
            "No file fits the name with the star. The folder may be misspelt, or the files do not end in .yaml or .yml.",
        ),
        wrong: "include: team/*.yaml\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "# 옆의 teams 폴더에 delivery.yaml 파일이 있어요\ninclude: teams/*.yaml\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
];
