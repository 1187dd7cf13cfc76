import { readFileSync } from 'node:fs';

/**
 * Whether ONNX Runtime's fast kernels for unsigned times signed bytes are exact on this processor. On x64 that takes VNNI: older
 * instructions add pairs of products in 16 bits, which overflow. Where nothing says so (not Linux), the answer is no.
 *
 * @param cpuInfo Linux's description of the processor.
 */
export function sumsOfBytesAreExact(arch: string = process.arch, cpuInfo: string = readCpuInfo()): boolean {
  return arch !== 'x64' || /\bavx(512)?_vnni\b/.test(cpuInfo);
}

function readCpuInfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}
