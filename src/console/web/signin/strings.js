// The sentences of the sign-in view.
export default {
  "sign-in": {
    title: ["로그인", "Sign in"],
    text: ["서버를 켤 때 정한 관리 토큰을 넣어 주세요.", "Enter the admin token the server was started with."],
    token: ["관리 토큰", "Admin token"],
    hint: ["`--admin-token`이나 `TALKPLATE_ADMIN_TOKEN`에 적은 값이에요.", "The value of `--admin-token` or `TALKPLATE_ADMIN_TOKEN`."],
    go: ["들어가기", "Sign in"],
    empty: ["토큰을 넣어 주세요.", "Enter the token."],
    wrong: ["토큰이 맞지 않아요.", "That is not the token."],
    slow: ["여러 번 틀렸어요. {n}초 뒤에 다시 해 보세요.", "Too many wrong tokens. Try again in {n} seconds."],
    lost: ["서버에 닿지 않아요. 켜져 있는지 확인해 주세요.", "The server cannot be reached. Is it running?"],
    failed: ["들어가지 못했어요: {why}", "Could not sign in: {why}"],
    show: ["토큰 보기", "Show the token"],
  },
};
