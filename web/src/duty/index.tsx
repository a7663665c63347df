export { ContactsCard } from './Contacts.tsx';
export { DutyPage } from './DutyPage.tsx';
export { FlashForm } from './FlashForm.tsx';
export { FlashPage, FlashPrintPage } from './FlashPage.tsx';
export { HandOverBanner, HandOverDialog, HolderLine } from './HandOverBox.tsx';
export { HandOverPrintPage } from './HandOverList.tsx';
export { Told } from './Told.tsx';
