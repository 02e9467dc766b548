-- Sends the requests listed in the file named by the first argument, in turn: one "token path" a line. Prints one line of totals at the end.
local requests, at = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local token, path = line:match("^(%S+) (%S+)$")
    requests[#requests + 1] = wrk.format("GET", path, token ~= "-" and { ["Authorization"] = "Bearer " .. token } or {})
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("totals %d %d %d %d %d\n", summary.requests, summary.duration, e.connect + e.read + e.write + e.timeout + e.status,
    latency:percentile(50), latency:percentile(99)))
end
