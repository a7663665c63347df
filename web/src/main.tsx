import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/700.css';
import './theme/tokens.css';
import './theme/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import { LoaderCircle } from 'lucide-react';
import english from 'antd/locale/en_US';
import chinese from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { StrictMode, useMemo, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { config } from 'zod';
import { queryClient } from './api/index.ts';
import { LanguageProvider, useLanguage } from './language/index.tsx';
import { loadRegionNames } from './language/regions.ts';
import { startOffline } from './offline/start.ts';
import { router } from './shell/router.tsx';
import { antdTheme } from './theme/index.ts';

/** The circle comes and goes without the library's motion, which leaves it standing when the answer is quick. */
const BUTTONS = { autoInsertSpace: false, loadingIcon: <LoaderCircle size={14} className="turning" aria-hidden /> };

function Look({ children }: { readonly children: ReactNode }) {
  const { language, large } = useLanguage();
  // Months and weekdays of a calendar come from its library of dates, not from the locale of the parts.
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  const theme = useMemo(() => antdTheme('desk', large ? 1.25 : 1), [large]);
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? chinese : english} button={BUTTONS}>
      <AntApp style={{ height: '100%' }}>{children}</AntApp>
    </ConfigProvider>
  );
}

// The content security policy forbids generated code; without this zod tries it once and the browser reports it.
config({ jitless: true });

startOffline();

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LanguageProvider prepare={loadRegionNames}>
        <Look>
          <RouterProvider router={router} />
        </Look>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
