// What the simulator uses of the engine's WebAssembly: TypeScript has its types only together with those of a browser.

/** Code that has been checked and compiled, and no more can be done with it here. */
export type WasmModule = { readonly wasm: unique symbol }
/** What a module asks for, by name. */
export type Imports = Readonly<Record<string, (...args: number[]) => unknown>>

type Engine = {
  readonly Module: new (code: Uint8Array<ArrayBuffer>) => WasmModule
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Imports>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> }
  readonly RuntimeError: typeof Error
}

export const { Module, Instance, RuntimeError } = (globalThis as unknown as { readonly WebAssembly: Engine })
  .WebAssembly
