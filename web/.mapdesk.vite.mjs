import base from './vite.config.ts';
const wall = { name: 'wall-route', enforce: 'pre', transform(code, id) {
  if (!id.endsWith('/shell/router.tsx') || code.includes("'/wall'")) return null;
  return code.replace("{ path: '/desk',", "{ path: '/wall', lazy: page(() => import('../map/index.tsx'), 'WallPage') },\n          { path: '/desk',");
} };
export default { ...base, root: '/work/main/web', plugins: [wall, ...base.plugins], build: { ...base.build, outDir: '/tmp/mapdesk/dist', emptyOutDir: true } };
