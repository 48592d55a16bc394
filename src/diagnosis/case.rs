//! What every part of a diagnosis adds to: its findings, its steps and its repairs.

use alloc::vec::Vec;

use super::{
    Diagnosis, DiagnosisCause, DiagnosisConfidence, DiagnosisField, DiagnosisFinding,
    DiagnosisStep, DiagnosisStepName,
};
use crate::encoded_text::Repair;
use crate::kind::Kind;

/// What has come out so far.
#[derive(Default)]
pub(super) struct Case {
    pub(super) findings: Vec<DiagnosisFinding>,
    pub(super) steps: Vec<DiagnosisStep>,
    pub(super) repairs: Vec<Repair>,
    pub(super) kind: Option<Kind>,
}

impl Case {
    pub(super) fn find(
        &mut self,
        cause: DiagnosisCause,
        field: Option<DiagnosisField>,
        at: Option<usize>,
        confidence: DiagnosisConfidence,
    ) {
        self.findings.push(DiagnosisFinding { cause, field, at, confidence });
    }

    pub(super) fn find_certain(
        &mut self,
        cause: DiagnosisCause,
        field: DiagnosisField,
        at: Option<usize>,
    ) {
        self.find(cause, Some(field), at, DiagnosisConfidence::Certain);
    }

    pub(super) fn find_likely(
        &mut self,
        cause: DiagnosisCause,
        field: DiagnosisField,
        at: Option<usize>,
    ) {
        self.find(cause, Some(field), at, DiagnosisConfidence::Likely);
    }

    /// Of the whole: no one text is to blame.
    pub(super) fn find_of_whole(&mut self, cause: DiagnosisCause) {
        self.find(cause, None, None, DiagnosisConfidence::Certain);
    }

    pub(super) fn find_wrong_key(&mut self, confidence: DiagnosisConfidence) {
        let field = Some(DiagnosisField::SessionKey);
        self.find(DiagnosisCause::WrongSessionKey, field, None, confidence);
    }

    /// Swapped texts have to be mended before all else, and are told once.
    pub(super) fn find_swapped(&mut self, field: Option<DiagnosisField>) {
        if self.findings.first().is_none_or(|first| first.cause != DiagnosisCause::SwappedFields) {
            let (cause, confidence) = (DiagnosisCause::SwappedFields, DiagnosisConfidence::Certain);
            self.findings.insert(0, DiagnosisFinding { cause, field, at: None, confidence });
        }
    }

    pub(super) fn step(&mut self, name: DiagnosisStepName, ok: bool) -> &mut DiagnosisStep {
        self.steps.push(DiagnosisStep {
            name,
            ok,
            field: None,
            index: None,
            chars: None,
            bytes: None,
            blocks: None,
            readable_blocks: None,
            unreadable_blocks: None,
        });
        self.steps.last_mut().expect("it was pushed")
    }

    pub(super) fn into_diagnosis(self, opens: bool) -> Diagnosis {
        Diagnosis {
            cause: self.findings.first().map_or(DiagnosisCause::Ok, |finding| finding.cause),
            causes: self.findings,
            steps: self.steps,
            repairs: self.repairs,
            opens,
            kind: self.kind,
        }
    }
}
