import { createBrowserRouter, Navigate } from 'react-router';
import { useSessionQuery } from '../api/index.ts';
import { Loading } from '../parts/index.ts';
import { BareFrame, Frame } from './Frame.tsx';
import { Broken, Lost } from './Lost.tsx';
import { Mine } from './Mine.tsx';

function Landing() {
  const session = useSessionQuery();
  if (session.isPending) return <Loading />;
  return <Navigate to={session.data?.lands ?? '/sign-in'} replace />;
}

const page = (load: () => Promise<object>, name: string) => async () => {
  const room = (await load()) as Record<string, React.ComponentType>;
  return { Component: room[name] as React.ComponentType };
};

const registry = () => import('../registry/index.tsx');

/** Every address of the platform. Pages are fetched when they are first opened. */
export const router = createBrowserRouter([
  { path: '/sign-in', lazy: page(() => import('../entrance/index.tsx'), 'SignInPage'), HydrateFallback: Loading },
  { path: '/setup', lazy: page(() => import('../entrance/index.tsx'), 'SetupPage'), HydrateFallback: Loading },
  { path: '/', Component: Landing },
  {
    Component: BareFrame,
    ErrorBoundary: Broken,
    HydrateFallback: Loading,
    children: [{ path: '/wall', lazy: page(() => import('../map/index.tsx'), 'WallPage') }],
  },
  {
    Component: Frame,
    ErrorBoundary: Broken,
    HydrateFallback: Loading,
    children: [
      {
        ErrorBoundary: Broken,
        children: [
          { path: '/home', lazy: page(() => import('../home/index.tsx'), 'HomePage') },
          { path: '/map', lazy: page(() => import('../map/index.tsx'), 'MapPage') },
          { path: '/desk', lazy: page(() => import('../desk/index.tsx'), 'DeskPage') },
          { path: '/registry/enterprises/:id', lazy: page(() => import('../enterprise/index.tsx'), 'EnterprisePage') },
          { path: '/enterprises/:id', lazy: page(() => import('../enterprise/index.tsx'), 'EnterprisePage') },
          { path: '/registry/devices/:id', lazy: page(() => import('../device/index.tsx'), 'DevicePage') },
          { path: '/devices/:id', lazy: page(() => import('../device/index.tsx'), 'DevicePage') },
          { path: '/registry/:plural', lazy: page(registry, 'ListPage') },
          { path: '/registry/:plural/:id', lazy: page(registry, 'RecordPage') },
          { path: '/systems/:family?', lazy: page(() => import('../systems/index.tsx'), 'SystemsPage') },
          { path: '/coverage', lazy: page(() => import('../coverage/index.tsx'), 'CoveragePage') },
          { path: '/audit', lazy: page(() => import('../audit/index.tsx'), 'AuditPage') },
          { path: '/people', lazy: page(() => import('../people/index.tsx'), 'PeoplePage') },
          { path: '/health', lazy: page(() => import('../health/index.tsx'), 'HealthPage') },
          { path: '/mine', Component: Mine },
          { path: '/:plural/:id', lazy: page(registry, 'RecordPage') },
          { path: '*', Component: Lost },
        ],
      },
    ],
  },
]);
