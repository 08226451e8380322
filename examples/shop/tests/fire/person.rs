//! The person at the desk, who looks up every payment at Plutu and decides.

use plutu_orders::Job;
use plutu_orders::Question;
use plutu_orders::Queue;
use plutu_orders::Task;

use crate::stage::Stage;

/// Decides the open cases, the oldest first, like at the desk. Returns their number.
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
