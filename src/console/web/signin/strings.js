// The sentences of the sign-in view.
export default {
  "sign-in": {
    token: ["관리 토큰", "Admin token"],
    hint: ["서버를 켤 때 `--admin-token`이나 `TALKPLATE_ADMIN_TOKEN`에 적은 값이에요.", "What the server was started with: `--admin-token` or `TALKPLATE_ADMIN_TOKEN`."],
    empty: ["토큰을 넣어 주세요.", "Enter the token."],
    wrong: ["토큰이 맞지 않아요.", "That is not the token."],
    slow: ["여러 번 틀렸어요. {n}초 뒤에 다시 해 보세요.", "Too many wrong tokens. Try again in {n} seconds."],
    failed: ["들어가지 못했어요: {why}", "Could not sign in: {why}"],
    show: ["토큰 보기", "Show the token"],
  },
};
