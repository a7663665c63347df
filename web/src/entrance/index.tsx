export { SignInAgain } from './Again.tsx';
export { ApprovePage } from './Approve.tsx';
export { ResetPage } from './Reset.tsx';
export { SetupPage } from './Setup.tsx';
export { SignInPage } from './SignIn.tsx';
