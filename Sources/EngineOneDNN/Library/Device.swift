import CDNNL
import Engine

/// Turns a status of the library into an error that names what was tried.
func check(_ status: dnnl_status_t, _ what: @autoclosure () -> String) throws(EngineError) {
    guard status == dnnl_success else {
        let text = dnnl_status2str(status).map { String(cString: $0) } ?? "status \(status.rawValue)"
        throw .library("oneDNN, \(what()): \(text)")
    }
}

/// The processor as oneDNN sees it, and a stream of work for it.
final class Device {
    let engine: dnnl_engine_t
    let stream: dnnl_stream_t

    /// - Throws: ``EngineError/setting(_:remedy:)`` where `ASSAY_ISA` cannot be followed.
    init() throws(EngineError) {
        _ = try KernelTable.current()
        var engine: dnnl_engine_t?
        try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "engine")
        guard let engine else { throw .library("oneDNN gave no engine") }
        var stream: dnnl_stream_t?
        let status = dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue))
        guard status == dnnl_success, let stream else {
            dnnl_engine_destroy(engine)
            try check(status, "stream")
            throw .library("oneDNN gave no stream")
        }
        self.engine = engine
        self.stream = stream
    }

    deinit {
        dnnl_stream_destroy(stream)
        dnnl_engine_destroy(engine)
    }
}
