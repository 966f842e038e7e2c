import CDNNL

extension OneDNNEngine {
    /// oneDNN's version: `2.6.3`.
    public static var libraryVersion: String {
        guard let version = dnnl_version() else { return "unknown" }
        return "\(version.pointee.major).\(version.pointee.minor).\(version.pointee.patch)"
    }

    /// The widest instruction set that oneDNN uses on this machine, as `ONEDNN_MAX_CPU_ISA` spells it.
    public static var instructionSet: String {
        // To ask is to settle it: the choice of kernels comes first.
        _ = try? KernelTable.current()
        let known: [(dnnl_cpu_isa_t, String)] = [
            (dnnl_cpu_isa_sse41, "SSE41"), (dnnl_cpu_isa_avx, "AVX"), (dnnl_cpu_isa_avx2, "AVX2"),
            (dnnl_cpu_isa_avx2_vnni, "AVX2_VNNI"), (dnnl_cpu_isa_avx512_core, "AVX512_CORE"),
            (dnnl_cpu_isa_avx512_core_vnni, "AVX512_CORE_VNNI"), (dnnl_cpu_isa_avx512_core_bf16, "AVX512_CORE_BF16"),
            (dnnl_cpu_isa_avx512_core_amx, "AVX512_CORE_AMX"),
        ]
        let effective = dnnl_get_effective_cpu_isa()
        return known.first { $0.0 == effective }?.1 ?? "baseline"
    }
}
