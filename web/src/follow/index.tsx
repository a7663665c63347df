export { FollowButton } from './FollowButton.tsx';
export { FollowedCard } from './FollowedCard.tsx';
export { FollowedPage } from './FollowedPage.tsx';
