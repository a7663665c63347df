import { App, Button } from 'antd';
import { Star } from 'lucide-react';
import { useLanguage, useWords } from '../language/index.tsx';
import { whileSlow } from '../parts/index.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { useFollow, useFollowed } from './queries.ts';
import { WORDS } from './words.ts';

/** 关注 on an enterprise’s file; pressed again it is followed no longer. */
export function FollowButton({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { message } = App.useApp();
  const followed = useFollowed();
  const follow = useFollow();
  const own = followed.data?.some((one) => one.id === id) === true;
  return (
    <Button
      icon={<Star size={15} aria-hidden fill={own ? 'currentColor' : 'none'} />}
      aria-pressed={own}
      title={t(own ? 'unfollowNote' : 'followNote')}
      disabled={followed.data === undefined}
      loading={whileSlow(follow.isPending)}
      data-testid="follow"
      onClick={() =>
        follow.mutate(
          { id, told: own ? null : true },
          { onError: (error) => void message.error(problemOf(error)?.[language] ?? String(error)) },
        )
      }
    >
      {t(own ? 'following' : 'follow')}
    </Button>
  );
}
