/** How this browser draws: not at all, on its processor (remote desktops, test machines), or on a graphics card. */
export type Graphics = 'none' | 'software' | 'hardware';

/** Asked once with a throw-away canvas. */
export function graphics(): Graphics {
  try {
    const context = document.createElement('canvas').getContext('webgl2');
    if (context === null) return 'none';
    const facts = context.getExtension('WEBGL_debug_renderer_info');
    const renderer = String(context.getParameter(facts?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
    context.getExtension('WEBGL_lose_context')?.loseContext();
    return /swiftshader|llvmpipe|software|basic render/i.test(renderer) ? 'software' : 'hardware';
  } catch {
    return 'none';
  }
}
