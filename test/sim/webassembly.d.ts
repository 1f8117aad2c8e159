// What the simulator uses of WebAssembly: TypeScript has these types only together with those of a browser.
// biome-ignore lint/style/noNamespace: it describes what the engine has under this name.
declare namespace WebAssembly {
  type ModuleImports = Record<string, (...args: number[]) => unknown>
  class Module {
    constructor(code: Uint8Array<ArrayBuffer>)
    static exports(module: Module): { readonly name: string }[]
  }
  class Instance {
    constructor(module: Module, imports: Record<string, ModuleImports>)
    readonly exports: Record<string, unknown>
  }
  class Memory {
    readonly buffer: ArrayBuffer
  }
  class RuntimeError extends Error {}
}
