/** What Lambda passes on from a synchronous call: 6 MB, less room for the envelope around the body. */
export const LAMBDA_BYTES = 6 * 1024 ** 2 - 2048;

/** What an Application Load Balancer takes from a function: 1 MB, less that room. */
export const LOAD_BALANCER_BYTES = 1024 ** 2 - 2048;
