// How functions of `wx` are called: with callbacks, or else for a promise.

/** What every function says besides. */
export interface Said {
  /** Such as `login:ok`. */
  errMsg: string;
}

/** How it fails. */
export interface Failed extends Said {
  errno?: number;
}

/** The callbacks that every function takes. */
export interface Callbacks<Result> {
  success?: ((result: Result & Said) => void) | undefined;
  fail?: ((failed: Failed) => void) | undefined;
  complete?: ((outcome: (Result & Said) | Failed) => void) | undefined;
}

/** A function of `wx`: with a callback it answers nothing, and without any a promise. */
export interface WxFunction<Options, Result> {
  (options?: Options & { [Name in keyof Callbacks<Result>]?: undefined }): Promise<Result & Said>;
  (options: Options & Callbacks<Result>): void;
}

/** Why a function of `wx` fails: what follows `login:fail`. */
export class WxFailure extends Error {
  readonly errno: number | undefined;

  constructor(reason: string, errno?: number | undefined) {
    super(reason);
    this.errno = errno;
  }
}

/** Makes a function of `wx` of what does its work. */
export function wxFunction<Options extends object, Result extends object>(
  name: string,
  run: (options: Partial<Options>) => Result | Promise<Result>,
): WxFunction<Options, Result> {
  const call = (options: Partial<Options> & Callbacks<Result> = {}) => {
    const { success, fail, complete, ...own } = options;
    const outcome = answer(name, () => run(own as Partial<Options>));
    if (![success, fail, complete].some(isFunction)) return outcome;
    outcome.then(
      (result) => {
        if (isFunction(success)) success(result);
        if (isFunction(complete)) complete(result);
      },
      (failed: Failed) => {
        if (isFunction(fail)) fail(failed);
        if (isFunction(complete)) complete(failed);
      },
    );
    return undefined;
  };
  return call as WxFunction<Options, Result>;
}

/** What came from elsewhere, as JSON, has no callbacks. */
function isFunction(value: unknown): value is (given: unknown) => void {
  return typeof value === 'function';
}

/** Rejects with an object that is no Error, as `wx` does. */
async function answer<Result extends object>(
  name: string,
  run: () => Result | Promise<Result>,
): Promise<Result & Said> {
  try {
    return { ...(await run()), errMsg: `${name}:ok` };
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error;
    const { message, errno } = error;
    throw { errMsg: `${name}:fail ${message}`, ...(errno !== undefined && { errno }) };
  }
}
