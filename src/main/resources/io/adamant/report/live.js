// A training that still runs: its new points are asked for, and drawn without a reload.

const LARGEST_WAIT_MILLISECONDS = 10_000;

/** @param live { path, milliseconds }: where the data are, and how often to ask for them */
async function follow(view, live) {
  const sign = document.getElementById("live");
  sign.hidden = false;
  sign.textContent = "live";
  let wait = live.milliseconds;
  for (let tag = ""; ; ) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      const answer = await fetch(live.path, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") ?? "";
        view.take(await answer.json());
        view.draw();
        if (view.runs.every((run) => run.outcome !== "running")) {
          sign.classList.add("ended");
          sign.textContent = view.runs[0].outcome;
          return;
        }
      } else if (answer.status !== 304) {
        throw new Error(`answer ${answer.status}`);
      }
      wait = live.milliseconds;
      sign.classList.remove("ended");
      sign.textContent = "live";
    } catch (error) {
      // The training has ended, or the way to it is broken: what was drawn stays, and it is asked again, less often.
      sign.classList.add("ended");
      sign.textContent = "no longer live";
      wait = Math.min(LARGEST_WAIT_MILLISECONDS, 2 * wait);
    }
  }
}
