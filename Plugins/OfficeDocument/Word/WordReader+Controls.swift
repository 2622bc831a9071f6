import KistPlugin

/// What the properties of a content control say of where its text comes from.
struct ControlProperties {
    var path: String?
    var store: String?
    /// It holds plain text, or one of `choices`; what else there is (dates, pictures, check boxes) shows values in its own way.
    var isText = false
    var choices: [(value: String, shown: String)] = []

    static let mostChoices = 2_000
}

/// A content control whose text is being read.
struct OpenControl {
    /// What stands for its text.
    var bound: [UInt8]?
    var isGiven = false
}

extension WordReader {
    /// An element among the properties of a content control.
    func readControlProperty(_ element: borrowing XMLElementStart) {
        guard element.space == WordSpace.word.rawValue, let name = WordName(number: element.name) else { return }
        switch name {
        case .dataBinding:
            controlProperties.path = element.string(WordName.xpath.number)
            controlProperties.store = element.string(WordName.storeItemID.number)
        case .text, .dropDownList, .comboBox: controlProperties.isText = true
        case .listItem:
            guard let value = element.string(WordName.value.number),
                controlProperties.choices.count < ControlProperties.mostChoices
            else { return }
            controlProperties.choices.append((value, element.string(WordName.displayText.number) ?? value))
        default: break
        }
    }

    func beginControl() {
        var control = OpenControl()
        let properties = controlProperties
        controlProperties = ControlProperties()
        run = WordRun()
        if boundControl == nil, properties.isText, let path = properties.path,
            let value = context.bindings?.text(at: path, store: properties.store)
        {
            let shown = properties.choices.first { $0.value == value }?.shown ?? value
            control.bound = Array(shown.utf8)
            boundControl = controls.count
            context.count(.bound)
        }
        controls.append(control)
    }

    func endControl() {
        guard !controls.isEmpty else { return }
        // There may have been no text that it could stand for.
        if boundControl == controls.count - 1, !controls[controls.count - 1].isGiven, deletions.isEmpty,
            openInstructions == 0
        {
            let isAlone = sink.paragraph == nil
            if isAlone { beginParagraph() }
            giveBound()
            if isAlone { endParagraph() }
        }
        controls.removeLast()
        if boundControl == controls.count { boundControl = nil }
    }

    /// True for text that what its control is bound to stands for; that is given instead of the first of it. What was struck
    /// out stays so, and what is no text gives no place for any.
    func isReplaced() -> Bool {
        guard boundControl != nil, deletions.isEmpty else { return false }
        if openInstructions == 0, sink.paragraph != nil { giveBound() }
        return true
    }

    private func giveBound() {
        guard let boundControl, !controls[boundControl].isGiven, let bound = controls[boundControl].bound else {
            return
        }
        controls[boundControl].isGiven = true
        // Some of the text may be hidden that it stands for.
        let hidden = run.hidden
        run.hidden = false
        bound.withUnsafeBufferPointer { put($0) }
        run.hidden = hidden
    }
}
