//! The person at the desk. They look every payment up at Plutu, and decide.

use plutu_orders::Job;
use plutu_orders::Question;
use plutu_orders::Queue;
use plutu_orders::Task;

use crate::stage::Stage;

/// Decides what waits for a decision, the oldest first, as the desk shows it. The result is how
/// much that was.
pub(crate) async fn decide(stage: &Stage) -> usize {
    let mut decided = 0;
    for task in stage.books.pending(Queue::Person).await {
        decided += usize::from(decide_one(stage, &task).await);
    }
    decided
}

async fn decide_one(stage: &Stage, task: &Task) -> bool {
    let verdict = match task.job() {
        Job::Refund => "refunded",
        Job::Ask(Question::OtherTransaction | Question::UnknownOrder) => "seen",
        _ if stage.sandbox.is_paid(task.attempt().invoice_no()) => "paid",
        _ => "not_paid",
    };
    let form = format!("task={}&person=Aisha&verdict={verdict}", task.key());
    let desk = stage.machines.desk_url();
    let page = stage.browser.post(&desk, &form).await;
    page.is_some_and(|page| page.status == 303)
}
