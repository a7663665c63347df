export { SetupPage } from './Setup.tsx';
export { SignInPage } from './SignIn.tsx';
