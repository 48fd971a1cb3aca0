// The sentences of the sign-in view.

const ko = {
  "sign-in.title": "로그인",
  "sign-in.text": "서버를 켤 때 정한 관리 토큰을 넣어 주세요.",
  "sign-in.token": "관리 토큰",
  "sign-in.hint": "`--admin-token`이나 `TALKPLATE_ADMIN_TOKEN`에 적은 값이에요.",
  "sign-in.go": "들어가기",
  "sign-in.busy": "확인하는 중…",
  "sign-in.empty": "토큰을 넣어 주세요.",
  "sign-in.wrong": "토큰이 맞지 않아요. 앞뒤에 빈칸이 없는지 확인해 주세요.",
  "sign-in.slow": "여러 번 틀렸어요. {n}초 뒤에 다시 해 보세요.",
  "sign-in.lost": "서버에 닿지 않아요. 서버가 켜져 있는지 확인해 주세요.",
  "sign-in.failed": "들어가지 못했어요: {why}",
  "sign-in.show": "토큰 보기",
};

const en = {
  "sign-in.title": "Sign in",
  "sign-in.text": "Enter the admin token the server was started with.",
  "sign-in.token": "Admin token",
  "sign-in.hint": "The value of `--admin-token` or `TALKPLATE_ADMIN_TOKEN`.",
  "sign-in.go": "Sign in",
  "sign-in.busy": "Checking…",
  "sign-in.empty": "Enter the token.",
  "sign-in.wrong": "That is not the token. Check that there are no spaces around it.",
  "sign-in.slow": "Too many wrong tokens. Try again in {n} seconds.",
  "sign-in.lost": "The server cannot be reached. Check that it is running.",
  "sign-in.failed": "Could not sign in: {why}",
  "sign-in.show": "Show the token",
};

export default { ko, en };
