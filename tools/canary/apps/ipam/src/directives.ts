// planted: ferrule/reason-for-disable, unused-directive
// eslint-disable-next-line no-console
export const quiet = 1;
