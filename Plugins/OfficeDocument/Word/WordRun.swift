/// The properties of the run that is being read, and what they come to with the styles.
struct WordRun {
    var style: String?
    var bold: Bool?
    var hidden: Bool?
    var isRightToLeft = false
    var languages = WordStyles.RunLanguages()

    /// What holds for the run's text; made once, when its first text comes.
    struct Effect {
        var isBold = false
        var isHidden = false
        var latin = 0
        var eastAsian = 0
    }

    var effect: Effect?

    mutating func resolved(in paragraph: WordStyles.Resolved, _ styles: WordStyles) -> Effect {
        if let effect { return effect }
        let own = style.map { styles.resolve($0) }
        var languages = self.languages
        if let own { languages = languages.over(own.languages) }
        languages = languages.over(paragraph.languages).over(styles.defaults)
        let main = (isRightToLeft ? languages.bidi : languages.latin) ?? 0
        let made = Effect(
            isBold: bold ?? own?.isBold ?? paragraph.isBold ?? false,
            isHidden: hidden ?? own?.isHidden ?? paragraph.isHidden ?? false,
            latin: main, eastAsian: isRightToLeft ? main : languages.eastAsian ?? main)
        effect = made
        return made
    }
}
